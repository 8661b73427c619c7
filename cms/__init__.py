"""The public site in Wagtail: home, news, guides, policies, the notices' index."""
