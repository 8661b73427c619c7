"""Which addresses belong to signing in, to one's own account, and to the way back in."""

from allauth.account.views import LogoutView
from django.urls import path
from django.views.generic import RedirectView

from marketplace.accounts.signin.views import account, entering, recovery, step_up

urlpatterns = [
    path("accounts/login/", entering.SignIn.as_view(), name="account_login"),
    path("accounts/login/code/", entering.ask_code, name="account_code"),
    path("accounts/login/code/enter/", entering.enter_code, name="account_enter_code"),
    path("accounts/second/", entering.second_step, name="account_second_step"),
    path("accounts/logout/", LogoutView.as_view(), name="account_logout"),
    path("accounts/recover/", recovery.ask, name="account_recover"),
    path("accounts/recover/asked/<str:number>/", recovery.asked, name="account_recover_asked"),
    path("accounts/recover/enter/", recovery.come_back, name="account_recover_enter"),
    path("desk/recoveries/", recovery.desk, name="desk-recoveries"),
    path("desk/recoveries/<str:number>/", recovery.recovery, name="desk-recovery"),
    path("my/recoveries/<str:number>/", recovery.recovery, name="my-recovery"),
    path("my/recoveries/<str:number>/stop/", recovery.stop, name="my-recovery-stop"),
    path("my/step-up/", step_up.step_up, name="my-step-up"),
    path("my/account/", account.account, name="my-account"),
    path("my/account/phone/", account.phone, name="my-phone"),
    path("my/account/phone/confirm/", account.confirm_phone, name="my-phone-confirm"),
    path("my/account/email/", account.email, name="my-email"),
    path("my/account/email/confirm/", account.confirm_email, name="my-email-confirm"),
    path("my/account/password/", account.password, name="my-password"),
    path("my/account/totp/", account.set_up_totp, name="my-totp"),
    path("my/account/passkey/", account.add_passkey, name="my-passkey"),
    path("my/account/sms/", account.ask_sms, name="my-sms"),
    path("my/account/factors/remove/", account.remove_factor, name="my-factor-remove"),
    path("my/account/spare-codes/", account.spare_codes, name="my-spare-codes"),
    path("my/account/sign-out-elsewhere/", account.sign_out_elsewhere, name="my-sign-out-elsewhere"),
    # Wagtail's own log-in and password pages would go round the second step
    path("manage/login/", RedirectView.as_view(url="/accounts/login/?next=/manage/")),
    path("manage/password_reset/", RedirectView.as_view(pattern_name="account_recover")),
]
