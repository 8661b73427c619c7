"""What every component looks like in every state: /styleguide/ and the tests render the same exhibits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from marketplace.templatetags.ui import MARKS, SHANGHAI, STATES

Context = dict[str, Any]

NOW = datetime(2026, 11, 23, 10, 47, 6, tzinfo=SHANGHAI)
DEADLINE = datetime(2026, 12, 1, 9, 30, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 11, 26, tzinfo=SHANGHAI)
DIGEST = "2b5606aff4babb5115ea82e1e0f9fc5e75d25e96f0b643dff127915d976e3b4a"
TITLE = "城区集中供热管网改造工程（二标段）施工"
NUMBER = "JLX-GC-2026-00187-02"


def link(label: str, url: str = "#main") -> Context:
    return {"label": label, "url": url}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One component: its template and one context for each state worth seeing."""

    key: str
    title: str
    template: str
    states: tuple[tuple[str, Context], ...]
    note: str = ""
    shown: tuple[tuple[str, SafeString], ...] = field(default=(), compare=False)


# ── forms: the kinds of field ────────────────────────────────────────────────


class SampleForm(forms.Form):
    """One field of each kind that components/field.html knows."""

    organisation = forms.CharField(label="单位名称", help_text="与营业执照一致")
    uscc = forms.CharField(
        label="统一社会信用代码",
        help_text="18 位，例如 91140000XXXXXXXX0X",
        widget=forms.TextInput({"data-kind": "uscc"}),
    )
    phone = forms.CharField(label="手机号", widget=forms.TextInput({"data-kind": "phone"}))
    ceiling = forms.CharField(label="最高限价", widget=forms.TextInput({"data-kind": "money"}))
    days = forms.IntegerField(
        label="工期", widget=forms.NumberInput({"data-kind": "number", "data-unit": "日历天"})
    )
    deadline = forms.DateTimeField(label="投标截止时间", help_text="北京时间；法定最早 12月1日")
    regime = forms.ChoiceField(
        label="项目类型",
        choices=[("works", "工程建设｜适用招标投标法"), ("goods", "政府采购｜适用政府采购法")],
        widget=forms.RadioSelect,
    )
    trades = forms.MultipleChoiceField(
        label="业务类别",
        choices=[("works", "工程"), ("goods", "货物"), ("services", "服务"), ("agency", "中介")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    town = forms.ChoiceField(
        label="所在乡镇", choices=[("e", "鹅城镇"), ("d", "杜家村镇"), ("k", "康家会镇")]
    )
    reason = forms.CharField(
        label="理由", help_text="写明依据的页码和内容", widget=forms.Textarea({"rows": 3, "data-soft": 200})
    )
    licence = forms.FileField(label="营业执照", help_text="JPG、PNG 或者 PDF，不超过 10 MB", required=False)
    promise = forms.BooleanField(label="我已阅读并承诺以上内容真实")

    def clean_uscc(self) -> str:
        raise forms.ValidationError(
            "统一社会信用代码第 18 位校验不符，请核对，例如 91140000XXXXXXXX0X", code="USCC-CHECK"
        )


class LockForm(forms.Form):
    """How a bid is opened; two equal ways, none preselected (ux.md 2.14)."""

    lock = forms.ChoiceField(
        label="选择解密方式",
        choices=[("auto", "到点自动解密（推荐）"), ("own", "我自己到场解密")],
        widget=forms.RadioSelect({"data-kind": "cards"}),
    )


LOCK_CARDS = [
    {
        "lead": "无需操作。只有两个保管方与数据库合谋才可能提前读到。",
        "rows": [
            ("开标那天", "不用到场，不用输码"),
            ("要保管的", "没有"),
            ("最坏情况", "开标推迟，不是您的责任"),
        ],
    },
    {
        "lead": "没有您的解密码谁也打不开。因您的原因逾时未解密的，视为撤销投标文件。",
        "rows": [
            ("开标那天", "09:30—10:00 在线输入或扫解密码"),
            ("要保管的", "24 位解密码，建议两人各存一份"),
            ("最坏情况", "码丢了，须有递交时存下的原文包"),
        ],
    },
]


def sample_form(prefix: str, data: Context | None = None) -> SampleForm:
    filled = {f"{prefix}-{name}": value for name, value in data.items()} if data is not None else None
    return SampleForm(
        filled, prefix=prefix, initial={"days": 120, "deadline": DEADLINE, "ceiling": "4863200.00"}
    )


# ── page chrome ──────────────────────────────────────────────────────────────

SITE = {
    "name": "静乐县公共资源交易与中介服务平台",
    "host": "（主办单位名称）",
    "operator": "（承办单位名称）",
    "icp": "晋ICP备XXXXXXXX号",
    "police": "晋公网安备 XXXXXXXXXXXXXX号",
    "gov_id": "XXXXXXXXXX",
    "hotline": "0350-XXXXXXX（工作日 8:30—18:00）",
    "demo": True,
    "now": NOW,
    "elder": False,
}
NAV = [
    {"label": label, "url": "#main", "current": label == "交易公告"}
    for label in ("交易公告", "中介超市", "电子卖场", "开标大厅", "统计公开", "政策与办事", "监督与投诉")
]
BIDDER = {
    "signed_in": True,
    "name": "王敏",
    "organisation": "（示例）丙市政工程有限公司",
    "roles": ["投标人"],
    "others": [link("中介机构"), link("供应商")],
    "duty_count": 6,
    "nav": [link("我的投标"), {**link("消息"), "count": 2}, link("单位资料")],
}

CHROME = (
    Exhibit(
        "demo-bar", "演示条", "components/demo_bar.html", (("演示环境", {"site": SITE}),), "site.demo 时显示"
    ),
    Exhibit(
        "service-bar",
        "服务栏",
        "components/service_bar.html",
        (("未登录", {"site": SITE, "me": {}}), ("已登录", {"site": SITE, "me": BIDDER})),
    ),
    Exhibit(
        "masthead",
        "页头与主导航",
        "components/masthead.html",
        (("主导航", {"site": SITE, "nav": NAV, "me": {}, "nav_label": "主导航（样例）"}),),
    ),
    Exhibit(
        "me-bar",
        "登录后的第二行",
        "components/me_bar.html",
        (
            ("有其他身份", {"me": BIDDER, "nav_label": "我的办事（样例一）"}),
            (
                "只有一个身份",
                {"me": {**BIDDER, "others": [], "duty_count": 0}, "nav_label": "我的办事（样例二）"},
            ),
        ),
    ),
    Exhibit(
        "breadcrumb",
        "当前位置",
        "components/breadcrumb.html",
        (
            (
                "三级",
                {
                    "crumbs": [link("交易公告"), link("工程建设"), link(NUMBER)],
                    "crumb_label": "当前位置（样例）",
                },
            ),
        ),
    ),
    Exhibit(
        "footer",
        "页脚",
        "components/footer.html",
        (("缺省三列", {"site": SITE}),),
        "显示在深色底上，见本页页脚",
    ),
)

# ── words and state ──────────────────────────────────────────────────────────

STAGES = [
    {"label": "公告", "note": "11月3日", "state": "done"},
    {"label": "投标", "note": "进行中", "state": "now"},
    {"label": "开标", "note": "12月1日", "state": "next"},
    {"label": "公示", "note": "预计 12月4日", "state": "next"},
    {"label": "合同", "note": "预计 12月", "state": "next"},
    {"label": "履约", "note": "2027 年", "state": "next"},
]
HALL_STAGES = [
    {"label": label, "note": note, "state": state}
    for label, note, state in (
        ("签到", "09:00", "done"),
        ("提取", "09:30:02", "done"),
        ("解密", "09:30—10:05", "done"),
        ("唱标", "10:16:02", "done"),
        ("异议", "至 10:31，未答复不结束", "now"),
        ("签署", "招标人、主持人", "next"),
        ("公布", "签署后自动", "next"),
    )
]
TIMELINE = [
    {"state": "done", "at": NOW - timedelta(days=34), "title": "招标计划公开", "text": "提前 14 天预告。"},
    {
        "state": "done",
        "at": NOW - timedelta(days=20),
        "title": "招标公告与招标文件发布",
        "text": "文件获取时间：公告发布之日起至投标截止。",
        "links": [link("公告全文"), link("发布媒介与时间（3 家）")],
        "law": "自首家指定媒介发布起算，至投标截止 28 天，法定不少于 20 天",
    },
    {
        "state": "done",
        "at": NOW - timedelta(days=11),
        "title": "第 1 次澄清",
        "tags": ["不改截止时间"],
        "text": "补充换热站 2# 图纸。已通知全部已获取招标文件的潜在投标人。",
        "law": "距投标截止 19 天，法定不少于 15 天",
    },
    {"state": "today", "at": NOW},
    {
        "state": "now",
        "at": DEADLINE,
        "until": DEADLINE,
        "was": DEADLINE - timedelta(days=3),
        "was_reason": "因第 1 次澄清顺延 3 天。",
        "title": "投标截止，同时开标",
        "text": "投标截止前可以补充、修改或者撤回投标文件。",
    },
    {
        "state": "next",
        "on": date(2026, 12, 4),
        "to": date(2026, 12, 7),
        "estimated": True,
        "title": "中标候选人公示",
    },
    {"state": "next", "at": MIDNIGHT, "day_end": True, "title": "公示期满", "law": "公示期不少于 3 日"},
]

STATE = (
    Exhibit(
        "chips",
        "状态与标记",
        "components/chips.html",
        (
            *((state, {"state": state}) for state in STATES),
            ("标记", {"state": "投标中", "marks": list(MARKS), "tags": ["工程建设", "公开招标"]}),
        ),
        "每个对象一个状态，永远是文字；标记不是状态",
    ),
    Exhibit(
        "stages",
        "进度条",
        "components/stages.html",
        (("六步", {"stages": STAGES}), ("七步", {"stages": HALL_STAGES})),
    ),
    Exhibit(
        "timeline", "时间线", "components/timeline.html", (("各种条目", {"entries": TIMELINE, "now": NOW}),)
    ),
    Exhibit(
        "countdown",
        "倒计时",
        "components/countdown.html",
        (
            ("还有几天", {"title": "距投标截止", "deadline": DEADLINE, "now": NOW}),
            (
                "不到一天",
                {
                    "title": "距投标截止",
                    "deadline": DEADLINE,
                    "now": DEADLINE - timedelta(hours=4, minutes=12),
                },
            ),
            (
                "不到一小时",
                {"title": "距投标截止", "deadline": DEADLINE, "now": DEADLINE - timedelta(seconds=774)},
            ),
            (
                "暂停中",
                {
                    "title": "距投标截止",
                    "deadline": DEADLINE,
                    "now": NOW,
                    "paused": "因投诉暂停，恢复时另行公告",
                },
            ),
            ("已截止", {"title": "距投标截止", "deadline": DEADLINE, "now": DEADLINE}),
        ),
        "到零不自己下结论，由服务器回答",
    ),
    Exhibit(
        "dock",
        "手机底栏",
        "components/dock.html",
        (
            (
                "一句话、一个动作",
                {
                    "now": NOW,
                    "dock": {
                        "label": "距截止",
                        "deadline": DEADLINE,
                        "note": "12月1日 09:30 · 北京时间",
                        "action": link("登录投标"),
                        "aria": "投标快捷操作（样例）",
                    },
                },
            ),
        ),
    ),
)

# ── lists ────────────────────────────────────────────────────────────────────

LEDGER = [
    {
        "state": "投标中",
        "marks": ["今日截止"],
        "title": "中小学课桌椅采购",
        "url": "#main",
        "meta": "政府采购 · 公开招标 · 县教育局（示例）",
        "when": NOW.replace(hour=15, minute=0, second=0),
        "until": NOW.replace(hour=15, minute=0, second=0),
        "tone": "hot",
        "amount_fen": 262_000_000,
    },
    {
        "state": "公示期内",
        "title": "农村公路安全生命防护工程施工",
        "url": "#main",
        "meta": "工程建设 · 公开招标 · 县公路养护中心（示例）",
        "when": MIDNIGHT,
        "day_end": True,
        "note": "可提异议",
        "until": MIDNIGHT,
        "tone": "pub",
        "amount_fen": 612_450_000,
    },
    {
        "state": "投标中",
        "marks": ["有变更"],
        "title": TITLE,
        "url": "#main",
        "meta": "工程建设 · 公开招标 · 县城市供热服务中心（示例）",
        "when": DEADLINE,
        "until": DEADLINE,
        "amount_fen": 486_320_000,
    },
]
FACTS = [
    {"label": "招标内容", "value": "一级管网更换 3.2 公里、换热站改造 4 座及配套土建、电气。", "full": True},
    {"label": "最高限价", "value": "4,863,200.00 元", "strong": True},
    {"label": "资金来源", "value": "县级财政，已落实"},
    {"label": "工期", "value": "120 日历天"},
    {
        "label": "投标人资格要求",
        "value": "市政公用工程施工总承包三级及以上；不限地区、不限规模。",
        "full": True,
        "links": [link("查看公平竞争审查结论")],
    },
]
DOCUMENTS = [
    {
        "title": "招标文件",
        "url": "#main",
        "note": "PDF · 112 页",
        "links": [link("网页版")],
        "version": "第 2 版",
        "octets": 3_400_000,
        "digest": DIGEST,
    },
    {
        "title": "工程量清单",
        "url": "#main",
        "note": "XML、XLSX",
        "version": "第 1 版",
        "octets": 1_100_000,
        "digest": DIGEST,
    },
    {
        "title": "公平竞争审查表",
        "url": "#main",
        "note": "PDF",
        "version": "",
        "octets": 84_000,
        "digest": DIGEST,
    },
]
QUESTIONS = [
    {
        "text": "项目经理业绩是否要求在山西省内？",
        "at": NOW - timedelta(days=17),
        "answer": "不要求，不限地区。",
        "answered_at": NOW - timedelta(days=16, hours=18),
        "took": "6 小时",
    },
    {"text": "2# 换热站图纸缺少设备基础详图，请补充。", "at": NOW - timedelta(days=1)},
]
CRITERIA = [
    {"title": "投标报价", "points": 60, "how": "系统自动计算", "links": [link("公式与试算")]},
    {"title": "施工组织", "points": 25, "how": "专家打分，分 5 档，每档有描述"},
    {"title": "项目管理机构", "points": 10, "how": "按证书与业绩，客观分"},
    {"title": "信用", "points": 5, "how": "取自公共信用信息，客观分"},
]
REMEDIES = [
    {
        "title": "对招标文件有异议",
        "state": "已截止",
        "until": "已于 11月21日 24:00 截止",
        "text": "潜在投标人或利害关系人 → 招标人，3 日内答复，答复前暂停招标投标活动。",
        "law": "《招标投标法实施条例》第二十二条（投标截止时间 10 日前）",
    },
    {
        "title": "对开标有异议",
        "state": "未开始",
        "until": "12月1日 开标现场",
        "text": "投标人 → 招标人，当场答复并记录。",
        "law": "《招标投标法实施条例》第四十四条",
    },
    {
        "title": "对评标结果有异议",
        "state": "进行中",
        "soon": True,
        "until": "12月7日 24:00 前，还有 2 天",
        "text": "投标人或利害关系人 → 招标人，3 日内答复，答复前暂停招标投标活动。",
        "law": "《招标投标法实施条例》第五十四条",
        "action": link("提出异议"),
    },
    {
        "title": "向监督部门投诉",
        "state": "进行中",
        "until": "知道之日起 10 日内",
        "text": "以上三类事项须先提出异议，异议答复期间不计入。",
        "law": "《招标投标法实施条例》第六十条、第六十一条",
        "links": [link("帮我算最后期限")],
    },
    {
        "title": "质疑",
        "state": "不适用",
        "until": "本项目不适用",
        "reason": "工程招标项目，走异议和投诉。",
        "text": "",
        "law": "《政府采购法》第五十二条",
    },
]
EVENTS = [
    {
        "at": DEADLINE + timedelta(minutes=47, seconds=20),
        "title": "6 号提出异议",
        "note": "等招标人答复，答复前不能签署",
    },
    {
        "at": DEADLINE + timedelta(minutes=35, seconds=40),
        "title": "7 号打不开，登记故障",
        "note": "F-20261201-03，平台原因",
        "bad": True,
    },
    {"at": DEADLINE, "title": "投标截止，封存并见证"},
]
DUTY = {
    "title": "解密投标文件",
    "url": "#main",
    "action": "凭解密码解密",
    "subject": "双路镇高标准农田建设项目施工",
    "state": "开标中",
    "text": "您单位选了“我自己到场解密”。逾时未解密的，视为撤销投标文件。",
    "law": "《电子招标投标办法》第三十一条",
    "due": NOW + timedelta(minutes=12, seconds=54),
    "soon": True,
    "on_behalf": "赵志强",
}
DUTIES = [
    {
        "title": "已逾期和 24 小时内",
        "tone": "red",
        "duties": [
            {
                "title": "更新安全生产许可证",
                "url": "#main",
                "action": "上传新证",
                "subject": "单位资料 · 主体登记",
                "text": "旧证已到期。不更新，工程投标可能被否决。",
                "law": "《安全生产许可证条例》第九条",
                "due": NOW - timedelta(days=2, hours=10, minutes=47, seconds=6),
                "day_end": True,
                "late": True,
            },
            DUTY,
        ],
    },
    {
        "title": "以后",
        "duties": [
            {
                **DUTY,
                "title": "递交投标文件",
                "action": "继续编制",
                "state": "投标中",
                "subject": TITLE,
                "due": DEADLINE,
                "soon": False,
                "on_behalf": "",
            }
        ],
    },
    {
        "title": "等对方办",
        "tone": "off",
        "note": "不用您办，到期系统催办",
        "duties": [
            {
                "title": "退还投标保证金 80,000.00 元",
                "url": "#main",
                "action": "查看",
                "waiting": "招标人办理",
                "subject": "杜家村镇卫生院改造工程施工",
                "text": "合同 11月20日 签订，5 日内退还本金和利息。",
                "law": "《招标投标法实施条例》第五十七条",
                "due": MIDNIGHT,
                "day_end": True,
            }
        ],
    },
]
FILTERS: Context = {
    "action": "",
    "groups": [
        {
            "legend": "类型",
            "name": "kind",
            "kind": "check",
            "options": [
                {"value": "GC", "label": "工程建设", "count": 12, "on": True},
                {"value": "ZC", "label": "政府采购", "count": 9, "on": False},
            ],
        },
        {
            "legend": "乡镇",
            "name": "town",
            "kind": "select",
            "options": [{"value": "", "label": "全部"}, {"value": "e", "label": "鹅城镇"}],
            "hint": "按项目所在地，不按单位注册地",
        },
    ],
    "applied": [link("工程建设")],
}

LISTS = (
    Exhibit(
        "ledger",
        "账本式列表",
        "components/ledger.html",
        (("三行", {"rows": LEDGER, "now": NOW, "caption": "样例项目"}),),
    ),
    Exhibit(
        "facts",
        "要素",
        "components/facts.html",
        (("两列", {"facts": FACTS}), ("一列", {"facts": FACTS[1:4], "one": True})),
    ),
    Exhibit(
        "figures",
        "数字",
        "components/figures.html",
        (
            (
                "五个",
                {
                    "figures": [
                        {"label": "成交项目", "value": "214", "note": "其中网上全流程 214"},
                        {"label": "成交金额（亿元）", "value": "3.86", "note": "节资率 7.4%"},
                        {"label": "平均投标家数", "value": "5.8", "note": "县外企业占 61%"},
                        {"label": "异议按期答复", "value": "11 / 11", "note": "平均用时 1.6 天"},
                        {"label": "中介选取平均用时", "value": "3.2 天", "note": "发布到中选"},
                    ]
                },
            ),
        ),
    ),
    Exhibit(
        "strip",
        "计数条",
        "components/strip.html",
        (
            (
                "三项",
                {
                    "counts": [
                        {"label": "必须修改", "value": 4, "note": "待处理 2"},
                        {"label": "建议修改", "value": 2, "note": "已采用"},
                        {"label": "请说明", "value": 1},
                    ]
                },
            ),
        ),
    ),
    Exhibit(
        "tasks",
        "任务清单",
        "components/tasks.html",
        (
            (
                "五种状态",
                {
                    "tasks": [
                        {
                            "title": "资格声明",
                            "url": "#main",
                            "note": "市政公用工程施工总承包三级",
                            "status": "已完成",
                        },
                        {"title": "报价", "url": "#main", "note": "投标总价、工期、质量", "status": "进行中"},
                        {
                            "title": "投标文件",
                            "url": "#main",
                            "note": "6 份中 1 份需修改",
                            "status": "待补充",
                        },
                        {"title": "解密方式", "url": "#main", "note": "两种任选一种", "status": "未开始"},
                        {
                            "title": "核对并递交",
                            "url": "",
                            "note": "办完第 3、4 项后开始",
                            "status": "尚不能开始",
                        },
                    ]
                },
            ),
        ),
    ),
    Exhibit(
        "summary",
        "核对",
        "components/summary_list.html",
        (
            (
                "可改、未填、不可改",
                {
                    "answers": [
                        {"label": "项目名称", "value": TITLE, "url": "#main"},
                        {
                            "label": "最高限价",
                            "value": "4,863,200.00 元",
                            "note": "肆佰捌拾陆万叁仟贰佰元整",
                            "url": "#main",
                        },
                        {"label": "审批文号", "value": "", "url": "#main"},
                        {"label": "编号", "value": NUMBER},
                    ]
                },
            ),
        ),
    ),
    Exhibit(
        "duties",
        "待办",
        "components/duties.html",
        (("逾期、紧急、以后、等对方", {"groups": DUTIES, "now": NOW}),),
        "逾期在最上；每行一个按钮，直接打开要办的事",
    ),
    Exhibit(
        "documents",
        "文件",
        "components/documents.html",
        (("三份", {"documents": DOCUMENTS, "caption": "样例文件"}),),
    ),
    Exhibit("questions", "问答", "components/questions.html", (("已答、未答", {"questions": QUESTIONS}),)),
    Exhibit(
        "score-table",
        "评分办法",
        "components/score_table.html",
        (("四项", {"criteria": CRITERIA, "caption": "评分构成"}),),
    ),
    Exhibit("remedies", "异议与投诉", "components/remedies.html", (("四种状态", {"remedies": REMEDIES}),)),
    Exhibit(
        "events",
        "事件",
        "components/event_log.html",
        (("新的在上", {"events": EVENTS, "log_label": "开标事件（样例）"}),),
    ),
    Exhibit(
        "proofs",
        "存证",
        "components/proof_list.html",
        (
            (
                "两条",
                {
                    "proofs": [
                        {"at": NOW, "title": "发布澄清", "number": 412, "digest": DIGEST},
                        {"at": NOW, "title": "发布公告", "number": 388, "digest": DIGEST},
                    ]
                },
            ),
        ),
    ),
    Exhibit(
        "filters",
        "筛选",
        "components/filters.html",
        (("复选与下拉", FILTERS),),
        "GET 表单；没有脚本时按“应用筛选”",
    ),
    Exhibit(
        "results-head",
        "结果的抬头",
        "components/results_head.html",
        (
            (
                "条数、已用条件、排序",
                {
                    "found": "找到 12 条",
                    "applied": [link("工程建设"), link("7 日内截止")],
                    "sort": {
                        "name": "sort",
                        "options": [{"value": "due", "label": "截止时间由近到远", "on": True}],
                    },
                },
            ),
        ),
    ),
    Exhibit(
        "sheets",
        "清单下载",
        "components/sheets.html",
        (("按当前条件", {"query": "q=%E4%BE%9B%E7%83%AD"}), ("全部", {"query": ""})),
        "下载的内容与页面上按条件筛选的一致",
    ),
    Exhibit(
        "pagination",
        "翻页",
        "components/pagination.html",
        (
            (
                "中间一页",
                {
                    "page": Paginator(range(241), 20).page(6),
                    "query": "q=%E4%BE%9B%E7%83%AD",
                    "page_label": "翻页（样例一）",
                },
            ),
            (
                "第一页",
                {"page": Paginator(range(41), 20).page(1), "query": "", "page_label": "翻页（样例二）"},
            ),
        ),
    ),
    Exhibit(
        "chart",
        "图与表",
        "components/chart.html",
        (
            (
                "柱状图",
                {
                    "chart_id": "turnover",
                    "chart": {
                        "title": "十月成交最多，为 4,270 万元",
                        "spoken": "七月至十月各月成交金额，最高十月 4270 万元，最低七月 3270 万元",
                        "rows": [
                            ("7月", Decimal(3270)),
                            ("8月", Decimal(3980)),
                            ("9月", Decimal(4220)),
                            ("10月", Decimal(4270)),
                        ],
                        "unit": "万元",
                        "note": "截至 10月31日",
                        "csv": "#main",
                    },
                },
            ),
        ),
    ),
)

# ── acts ─────────────────────────────────────────────────────────────────────

ACTS = (
    Exhibit(
        "form",
        "表单",
        "components/form.html",
        (
            (
                "未填",
                {
                    "form": sample_form("a"),
                    "submit": "提交登记",
                    "act_id": "0b9f6c1e-0000-4000-8000-000000000001",
                    "says": "通常 1 个工作日内核验。",
                    "law": "《公共资源交易平台管理暂行办法》第十四条",
                    "autosave": "/styleguide/autosave/",
                    "form_id": "sg-form-a",
                },
            ),
            (
                "有误",
                {
                    "form": sample_form(
                        "b", {"organisation": "", "uscc": "91140000XXXXXXXX0Y", "days": "三"}
                    ),
                    "submit": "提交",
                    "class_a": True,
                    "act_id": "0b9f6c1e-0000-4000-8000-000000000002",
                },
            ),
        ),
        "错误摘要在最前，与字段处同词；A 类事项的按钮写明由复核人确认",
    ),
    Exhibit(
        "choice-cards",
        "两张相等的选择卡",
        "components/choice_cards.html",
        (("没有默认", {"field": LockForm(prefix="k")["lock"], "cards": LOCK_CARDS}),),
    ),
    Exhibit(
        "step",
        "办理一步",
        "components/step_form.html",
        (
            (
                "可以办",
                {
                    "step": {
                        "label": "截止投标",
                        "url": "#main",
                        "says": "截止后任何人不能再递交。",
                        "law": "《招标投标法》第二十八条",
                    },
                    "act_id": "0b9f6c1e-0000-4000-8000-000000000003",
                    "step_id": "s-1",
                },
            ),
            (
                "还不能办",
                {
                    "step": {
                        "label": "签署开标记录",
                        "url": "#main",
                        "refused": "先结束异议。招标人代表、主持人各签一次。",
                        "law": "《招标投标法实施条例》第四十四条",
                        "ghost": True,
                    },
                    "step_id": "s-2",
                },
            ),
            (
                "由复核人确认、不能撤回",
                {
                    "step": {
                        "label": "终止招标",
                        "url": "#main",
                        "class_a": True,
                        "danger": True,
                        "law": "《招标投标法实施条例》第三十一条",
                    },
                    "act_id": "0b9f6c1e-0000-4000-8000-000000000004",
                    "step_id": "s-3",
                },
            ),
        ),
    ),
    Exhibit(
        "banner",
        "提示",
        "components/banner.html",
        (
            (
                "一般",
                {
                    "title": "您的投标基于第 1 版",
                    "text": "招标文件有第 2 版，请核对后再递交。",
                    "links": [link("逐条对照")],
                },
            ),
            ("已成", {"title": "已登记获取，回执 HZ-4TR8W-6M1XC", "tone": "open"}),
            (
                "提醒",
                {
                    "title": "距投标截止不到 1 小时",
                    "text": "按当前网速，200 MB 需要 1 分 40 秒。",
                    "tone": "pub",
                },
            ),
            (
                "错误",
                {
                    "title": "投标截止时未完成传输",
                    "text": "已收 96 %，视为撤回投标文件。",
                    "tone": "hot",
                    "law": "《电子招标投标办法》第二十七条",
                },
            ),
        ),
    ),
    Exhibit(
        "empty",
        "空状态",
        "components/empty.html",
        (
            (
                "为什么空，下一步去哪里",
                {
                    "title": "现在没有要您办的事",
                    "lines": ["最近办完：今天 10:30 开标签到。", "系统 10:45 查过一遍，每 5 分钟查一次。"],
                    "links": [link("看正在进行的 28 个项目"), link("先用演练项目走一遍（10 分钟）")],
                },
            ),
            (
                "带旁注",
                {
                    "title": "没有找到“供热 监理”",
                    "lines": ["已为您放宽为任一词：12 条。"],
                    "side": {
                        "title": "也可以这样找",
                        "rows": [("编号", NUMBER), ("信用代码", "91140000XXXXXXXX0X")],
                    },
                },
            ),
        ),
    ),
    Exhibit(
        "dialog",
        "对话框",
        "components/dialog.html",
        (
            (
                "订阅",
                {
                    "dialog_id": "dlg-1",
                    "title": "订阅本项目变化",
                    "open_label": "订阅本项目变化",
                    "body": "components/banner.html",
                    "tone": "",
                    "text": "有澄清、变更、开标、公示时，用短信或者邮件通知您。",
                },
            ),
        ),
    ),
    Exhibit(
        "file-rows",
        "文件行",
        "components/file_rows.html",
        (
            (
                "两份必交、一份选交",
                {
                    "caption": "要求的文件（样例）",
                    "wanted": [
                        {"key": "letter", "title": "投标函及附录", "page": "第 87 页", "accept": ".pdf"},
                        {
                            "key": "bill",
                            "title": "已标价工程量清单",
                            "page": "第 92 页",
                            "accept": ".xlsx,.xml",
                        },
                        {"key": "award", "title": "获奖证明", "page": "第 108 页", "optional": True},
                    ],
                },
            ),
        ),
    ),
    Exhibit(
        "checks",
        "标书体检",
        "components/checks.html",
        (
            (
                "必须改、请留意、通过",
                {
                    "checks": [
                        {
                            "level": "must",
                            "title": "保函有效期短于投标有效期",
                            "text": "保函至 2027年2月20日，投标有效期至 2027年3月1日。",
                            "where": ["规则 《招标投标法实施条例》第二十六条", "位置 电子保函.pdf 第 1 页"],
                            "action": link("去第 4 项"),
                        },
                        {
                            "level": "note",
                            "title": "文件属性里有人名",
                            "text": "不影响评审，不想公开的，另存时清除。",
                        },
                        {
                            "level": "pass",
                            "title": "报价不高于最高限价",
                            "where": ["4,598,760.00 ≤ 4,863,200.00 元"],
                        },
                    ]
                },
            ),
        ),
    ),
    Exhibit(
        "progress",
        "递交进度",
        "components/progress.html",
        (
            (
                "传输中",
                {
                    "progress_id": "pg-1",
                    "note": "断网、刷新、关机都能接着传。没有出回执，就还没有递交。",
                    "progress": [
                        {"key": "seal", "title": "加密", "percent": 100, "words": "6 / 6 个文件，已完成"},
                        {
                            "key": "send",
                            "title": "传输",
                            "percent": 62,
                            "words": "62 %（125 / 202 MB，剩约 38 秒）",
                        },
                        {"key": "take", "title": "平台核收", "percent": 0, "words": "收齐后 2 秒内出回执"},
                    ],
                },
            ),
        ),
    ),
)

# ── records ──────────────────────────────────────────────────────────────────

RECEIPT: Context = {
    "title": "投标文件递交回执",
    "number": "HZ-7K3M9-Q2D4T",
    "state": "已递交",
    "tags": ["第 1 版", "已入日志"],
    "lead": ["平台已收齐您单位的投标文件，以密文封存。", "投标截止前，平台和任何一个保管方都不能单独打开。"],
    "at_label": "收齐时间（北京时间，平台服务器）",
    "at": datetime(2026, 11, 27, 15, 42, 7, 318000, tzinfo=SHANGHAI),
    "before": "早于投标截止 3 天 17 小时 47 分",
    "facts": [
        {"label": "项目", "value": TITLE, "full": True},
        {"label": "编号", "value": NUMBER},
        {"label": "招标文件", "value": "第 2 版"},
        {"label": "投标人", "value": "（示例）丙市政工程有限公司"},
        {"label": "解密方式", "value": "到点自动解密，无需操作"},
    ],
    "digests": [
        {"label": "密文", "digest": DIGEST, "first": True},
        {"label": "递交声明", "digest": DIGEST[::-1]},
        {"label": "原文包", "note": "仅您可见", "digest": DIGEST},
    ],
    "promises": [
        {
            "title": "已承诺",
            "at": datetime(2026, 11, 27, 15, 42, 7, 402000, tzinfo=SHANGHAI),
            "text": "平台签名确认：收到上面这份密文，并写入下一次公布的公开日志。",
            "note": "Ed25519 签名，公钥 jl-2026-1。凭这一项，本回执已经有效。",
        },
        {
            "title": "已入日志",
            "at": datetime(2026, 11, 27, 15, 50, tzinfo=SHANGHAI),
            "text": "日志第 1,284,437 条，两个保管方都已见证。",
            "witnesses": [
                ("交易中心保管程序（第二主机）", "15:50:02 已见证"),
                ("行政监督部门保管程序", "15:50:03 已见证"),
            ],
            "links": [link("下载包含证明（.tlog-proof，765 字节）")],
        },
    ],
    "next": [
        {
            "state": "now",
            "at": NOW,
            "title": "可以补充、修改或者撤回",
            "text": "新版收齐以前，第 1 版一直有效。",
        },
        {
            "state": "next",
            "at": DEADLINE,
            "title": "投标截止，同时开标",
            "text": "到点自动解密，无需操作，也不必到场。",
        },
    ],
    "verify": [
        {"text": "在线：打开存证核验，填编号和校验值前 8 位，或者把 PDF 拖进去；只在浏览器里计算，不上传。"},
        {
            "text": "断网：把 PDF 和公钥文件拷到任意电脑，运行",
            "command": "ptverify receipt HZ-7K3M9-Q2D4T.pdf --keys keys.json",
        },
    ],
    "law": "依据《电子招标投标办法》第二十七条出具",
    "url": "/receipts/7K3M9Q2D4T/",
    "printed_at": NOW,
    "qr": "https://example.invalid/verify/?number=HZ-7K3M9-Q2D4T&digits=2b5606af",
}
HALL_ROWS = [
    {
        "number": 1,
        "name": "（示例）甲建设工程有限公司",
        "signed_in_at": DEADLINE - timedelta(minutes=18),
        "decryption": {"word": "自动解密", "at": DEADLINE + timedelta(minutes=35, seconds=5)},
        "price_fen": 461_230_000,
        "duration": "120 日历天",
        "quality": "合格",
        "leader": "周××",
        "bond": "电子保函",
    },
    {
        "number": 2,
        "name": "（示例）丙市政工程有限公司",
        "mine": True,
        "decryption": {
            "word": "自己到场",
            "at": DEADLINE + timedelta(minutes=11, seconds=22),
            "note": "放行",
        },
        "price_fen": 459_876_000,
        "duration": "118 日历天",
        "quality": "合格",
        "leader": "李××",
        "bond": "转账",
    },
    {
        "number": 3,
        "name": "（示例）庚管道工程有限公司",
        "signed_in_at": DEADLINE - timedelta(minutes=12),
        "decryption": {"word": "未解密", "tone": "hot", "note": "平台原因"},
        "failure": {
            "title": "存储损坏，责任不在投标人，视为撤回投标文件",
            "text": "密文第 37 段与封存校验值不符。保证金 5 日内退还，投标人有权要求赔偿直接损失。",
            "law": "《电子招标投标办法》第三十一条",
            "links": [link("故障 F-20261201-03")],
        },
    },
]


def _cell(
    key: str, value: str, band: str, *, tone: str = "", flag: str = "", chosen: bool = False
) -> Context:
    return {
        "key": key,
        "value": value,
        "band": band,
        "tone": tone,
        "flag": flag,
        "url": "#ed",
        "chosen": chosen,
    }


EDITING: Context = {
    "criterion": "plan",
    "title": "P4 · 施工方案与技术措施",
    "url": "#main",
    "act_id": "0b9f6c1e-0000-4000-8000-000000000005",
    "value": "7.6",
    "reason": "",
    "reason_needed": "一档、五档必填",
    "range": "一档 7.0—8.0",
    "how": "先选档，再给分",
    "numeric": True,
    "bands": [
        {
            "value": 1,
            "label": "一档",
            "range": "7.0—8.0",
            "standard": "三项特点分别有措施，可直接执行。",
            "chosen": True,
        },
        {"value": 2, "label": "二档", "range": "5.5—6.9", "standard": "稍加补充即可执行。"},
        {"value": 3, "label": "三档", "range": "0—5.4", "standard": "有明显缺漏。"},
    ],
}
SHEETS = [
    {
        "title": "明标部分",
        "note": "75 分 · 列序随机，评审期间不变",
        "columns": [{"key": key, "name": f"{key}公司", "note": "（示例）"} for key in "丙甲戊"],
        "total_label": "明标小计",
        "totals": ["62.41", "62.34", "58.32"],
        "criteria": [
            {
                "key": "price",
                "kind": "price",
                "title": "投标报价",
                "points": 60,
                "note": "自动计算，",
                "formula": "基准价 = 有效报价的算术平均 ×（1 − 1%）。得分保留两位小数，不可改动。",
                "cells": [
                    {"value": "58.41", "note": "4,598,800.00"},
                    {"value": "59.84", "note": "4,512,600.00"},
                    {"value": "55.82", "note": "4,716,000.00"},
                ],
            },
            {
                "key": "staff",
                "kind": "objective",
                "title": "人员配备",
                "points": 4,
                "note": "六类岗位",
                "cells": [
                    {"value": "4.0", "evidence": link("38 页"), "confirmed": True},
                    {"value": "2.5", "evidence": link("34 页"), "confirmed": True},
                    {"value": "2.5", "evidence": link("47 页"), "confirmed": False},
                ],
            },
        ],
    },
    {
        "title": "暗标部分：施工组织设计",
        "note": "25 分 · 编号顺序另行随机，与上表各列不对应",
        "dark": True,
        "columns": [{"key": key, "name": key} for key in ("K7", "P4", "M2")],
        "total_label": "暗标小计",
        "totals": ["6.2", "7.6", "未评完"],
        "criteria": [
            {
                "key": "plan",
                "kind": "subjective",
                "title": "施工方案与技术措施",
                "points": 8,
                "note": "",
                "link": link("评分标准第 62 页"),
                "cells": [
                    _cell("1-K7", "6.2", "二档"),
                    _cell("1-P4", "7.6", "一档", tone="miss", flag="缺理由", chosen=True),
                    _cell("1-M2", "", "", tone="none"),
                ],
            },
            {
                "key": "quality",
                "kind": "subjective",
                "title": "质量管理与保证措施",
                "points": 5,
                "note": "",
                "link": link("评分标准第 63 页"),
                "cells": [
                    _cell("2-K7", "5.4", "一档", tone="over", flag="超出 5 分"),
                    _cell("2-P4", "3.2", "二档", tone="ord", flag="顺序矛盾"),
                    _cell("2-M2", "4.0", "二档"),
                ],
            },
        ],
    },
]
RECORDS = (
    Exhibit(
        "receipt",
        "回执",
        "components/receipt.html",
        (("已入日志", {"receipt": RECEIPT, "site": SITE, "now": NOW, "level": "h3"}),),
    ),
    Exhibit(
        "verify",
        "核验",
        "components/verify.html",
        (
            ("未填", {"action": "", "verify_id": "v-1", "number": "", "digits": ""}),
            (
                "相符",
                {
                    "action": "",
                    "verify_id": "v-2",
                    "number": "HZ-7K3M9-Q2D4T",
                    "digits": DIGEST[:8],
                    "result": {
                        "tone": "open",
                        "title": "相符",
                        "text": "这份回执由本平台出具，内容没有改动。",
                        "rows": [
                            {"label": "平台签名", "ok": True, "word": "有效"},
                            {"label": "公开日志", "ok": True, "word": "第 1,284,437 条"},
                        ],
                    },
                },
            ),
            (
                "不符",
                {
                    "action": "",
                    "verify_id": "v-3",
                    "number": "HZ-7K3M9-Q2D4T",
                    "digits": "00000000",
                    "result": {
                        "tone": "hot",
                        "title": "不符",
                        "text": "编号存在，但校验值与平台记录的不同。",
                        "rows": [{"label": "校验值", "ok": False, "word": "不同"}],
                    },
                },
            ),
        ),
    ),
    Exhibit(
        "hall-table",
        "开标大厅的表",
        "components/hall_table.html",
        (
            ("已唱标", {"rows": HALL_ROWS, "published": True, "caption": "投标人与报价（样例一）"}),
            ("唱标以前", {"rows": HALL_ROWS[:2], "published": False, "caption": "投标人（样例二）"}),
        ),
    ),
    Exhibit(
        "score-sheet",
        "评分表",
        "components/score_sheet.html",
        (("明标、暗标、正在打分的一格", {"sheets": SHEETS, "editing": EDITING}),),
        "明标与暗标是两张表：共用列序会泄露名称",
    ),
)

EXHIBITS = (*CHROME, *STATE, *LISTS, *ACTS, *RECORDS)


def shown(request: HttpRequest | None = None) -> list[Exhibit]:
    """Every exhibit with each of its states rendered."""
    return [
        Exhibit(
            one.key,
            one.title,
            one.template,
            one.states,
            one.note,
            tuple(
                (name, render_to_string(one.template, context, request=request))
                for name, context in one.states
            ),
        )
        for one in EXHIBITS
    ]


def styleguide(request: HttpRequest) -> HttpResponse:
    """GET /styleguide/: no person's data, nothing is saved."""
    return render(
        request, "styleguide.html", {"exhibits": shown(request), "crumbs": [{"label": "样式册", "url": ""}]}
    )
