"""One believable context for each page template: what a view has to bring."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import forms

from marketplace import styleguide as sg
from marketplace.styleguide import DEADLINE, NOW, Context, link
from marketplace.templatetags.ui import SHANGHAI

CHROME: Context = {"site": sg.SITE, "nav": sg.NAV, "me": sg.BIDDER, "now": NOW}
VISITOR: Context = CHROME | {"me": {"signed_in": False}}


class OfferForm(forms.Form):
    price = forms.CharField(label="投标总价", widget=forms.TextInput({"data-kind": "money"}))
    duration_days = forms.IntegerField(
        label="工期", widget=forms.NumberInput({"data-kind": "number", "data-unit": "日历天"})
    )
    quality = forms.CharField(label="质量")
    manager = forms.CharField(label="项目负责人")


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label="异议内容", help_text="写明哪一项不对、请求什么；全场可见", widget=forms.Textarea({"rows": 3})
    )


PROJECT: Context = VISITOR | {
    "crumbs": [link("交易公告"), link("工程建设"), link("项目详情")],
    "project": {
        "title": sg.TITLE,
        "number": sg.NUMBER,
        "external_code": "待省平台赋码",
        "state": "投标中",
        "marks": [],
        "tags": ["工程建设", "公开招标", "全流程电子", "资格后审"],
        "stages": sg.STAGES,
        "buyer": link("县城市供热服务中心（示例）"),
        "agency": link("（示例）项目管理有限公司"),
        "facts": sg.FACTS,
    },
    "entries": sg.TIMELINE,
    "ics": "/tenders/x.ics",
    "documents": sg.DOCUMENTS,
    "pack": {"url": "#main", "octets": 90_800_000},
    "history": {"url": "#main"},
    "questions": sg.QUESTIONS,
    "question_count": 2,
    "ask": {"url": "#main", "note": "集中提问截至 11月13日，之后仍可提问"},
    "criteria": sg.CRITERIA,
    "method": "综合评估法，满分 100",
    "remedies": sg.REMEDIES,
    "remedy_words": "异议与投诉",
    "remedy_log": [{"words": "异议 1 件 · 已答复 · 用时 1 天 4 小时", "url": "#main"}],
    "proofs": [{"at": NOW, "title": "发布澄清", "number": 412, "digest": sg.DIGEST}],
    "proof": {"count": 9, "verify_url": "#main", "export_url": "#main"},
    "panel": {
        "title": "距投标截止",
        "deadline": DEADLINE,
        "actions": [link("登录投标"), {**link("下载招标文件"), "ghost": True, "note": "90.8 MB"}],
        "register": {"url": "#main"},
        "notes": ["投标截止前，任何人都看不到谁下载、谁登记、谁投了标。"],
    },
    "more": [{**link("订阅本项目变化"), "note": "短信、邮件"}, {**link("打印本页"), "note": "A4"}],
    "contacts": ["招标人联系人：王××（示例）0350-XXXXXXX", "行政监督部门：县住房和城乡建设局（示例）"],
    "dock": {
        "label": "距截止",
        "deadline": DEADLINE,
        "note": "12月1日 09:30 · 北京时间",
        "action": link("登录投标"),
        "aria": "投标快捷操作",
    },
}
ENDED: Context = PROJECT | {
    "project": PROJECT["project"]
    | {
        "state": "公示期内",
        "marks": ["已暂停"],
        "next_words": "投标已截止。",
        "alert": {
            "title": "已暂停",
            "text": "因投诉暂停，所有时限暂停计算。",
            "tone": "pub",
            "law": "《招标投标法实施条例》第六十二条",
        },
    },
    "candidates": [
        {
            "rank": 1,
            "name": "（示例）丙市政工程有限公司",
            "price_fen": 459_876_000,
            "note": "实质性响应招标文件",
        },
        {
            "rank": 2,
            "name": "（示例）甲建设工程有限公司",
            "price_fen": 461_230_000,
            "note": "实质性响应招标文件",
        },
    ],
    "questions": [],
    "documents": [],
    "panel": {"title": "投标已截止", "deadline": None, "tone": "off", "notes": []},
    "dock": None,
}
NOTICE: Context = VISITOR | {
    "crumbs": [link("交易公告"), link("公告")],
    "notice": {
        "title": f"{sg.TITLE}招标公告",
        "type": "招标公告",
        "number": "JLX-GC-2026-00187-02-E03",
        "version": 2,
        "digest": sg.DIGEST,
        "published_at": NOW - timedelta(days=20),
        "project": link(sg.TITLE),
        "issuer": "县城市供热服务中心（示例）发布",
        "sections": [
            {
                "title": "一、招标条件",
                "paragraphs": [
                    "本项目已由县发展和改革局批准建设，资金已落实，具备招标条件，现对施工公开招标。"
                ],
            },
            {"title": "二、项目概况与招标范围", "facts": sg.FACTS},
        ],
    },
    "replaced_by": [link("更正公告（11月25日）")],
    "replaces": None,
    "redacted": [{"what": "联系电话本处已遮蔽", "why": "个人信息，11月24日 10:05"}],
    "media": [
        {
            "name": "静乐县公共资源交易与中介服务平台",
            "at": NOW - timedelta(days=20),
            "url": "#main",
            "designated": True,
        },
        {"name": "中国招标投标公共服务平台", "at": None, "url": "", "designated": True, "note": "发布后回报"},
    ],
    "files": sg.DOCUMENTS,
    "verify_url": "/verify/",
    "page_url": "https://example.invalid/notices/JLX-GC-2026-00187-02-E03/",
}
HOME: Context = VISITOR | {
    "scopes": [{"value": "", "label": "全部信息"}, {"value": "tenders", "label": "交易公告"}],
    "quick": [
        {**link("7 日内截止"), "count": 9},
        {**link("公示期内"), "count": 6},
        link("工程"),
        link("货物"),
        link("服务"),
    ],
    "subscribe_url": "/my/subscriptions/",
    "schedule": {
        "title": "今日日程",
        "total": 3,
        "rows": [
            {
                "at": NOW - timedelta(minutes=17),
                "state": "开标中",
                "title": "双路镇高标准农田建设项目施工",
                "url": "#main",
                "end": "11:00 止",
            },
            {
                "at": NOW.replace(hour=15, minute=0),
                "state": "投标中",
                "marks": ["今日截止"],
                "title": "中小学课桌椅采购 截止并开标",
                "url": "#main",
                "until": NOW.replace(hour=15, minute=0),
            },
            {
                "at": NOW.replace(hour=16, minute=30),
                "state": "待抽取",
                "title": "敬老院改扩建施工图审查",
                "url": "#main",
                "end": "15:30 锁定名单",
            },
        ],
        "more": link("全部日程与日历订阅"),
    },
    "jobs": [
        {
            "title": "我要投标、供货",
            "links": [
                {**link("主体登记"), "note": "填 9 项、传 1 份执照，约 8 分钟"},
                {**link("在线投标"), "note": "浏览器内加密，即时出回执"},
                link("卖场上架与接单"),
            ],
        },
        {
            "title": "我是中介机构",
            "links": [{**link("入驻中介超市"), "note": "承诺制，2 个工作日内核对"}, link("核验一次抽取")],
        },
        {"title": "我要采购、发包、代理", "links": [link("编制和发布招标公告"), link("选中介机构")]},
        {
            "title": "我要监督、评审",
            "links": [link("提异议、质疑或投诉"), {**link("观看开标"), "note": "公众旁观席，无需登录"}],
        },
    ],
    "tabs": [{**link("正在进行 28"), "current": True}, link("公示期内 6"), link("中介需求 12")],
    "rows": sg.LEDGER,
    "ledger_more": link("查看全部 28 条"),
    "refreshed_at": NOW,
    "ledger_subscribe": "/my/subscriptions/",
    "draw": {
        "title": "水土保持方案编制（随机选取）",
        "url": "#main",
        "winner": "（示例）工程咨询有限公司",
        "facts": [("候补", "名次 2、3，依次递补"), ("参加", "11 家，名单已先行锁定")],
    },
    "news": [{**link("招标文件公平竞争审查常见问题 20 条"), "on": date(2026, 11, 20)}],
    "stats_at": datetime(2026, 11, 23, tzinfo=SHANGHAI),
    "figures": next(exhibit for exhibit in sg.EXHIBITS if exhibit.key == "figures").states[0][1]["figures"],
    "chart": next(exhibit for exhibit in sg.EXHIBITS if exhibit.key == "chart").states[0][1]["chart"],
    "chart_links": [{**link("流标、废标及单一来源清单"), "note": "本年 9 项，逐项说明原因"}],
    "stats_url": "/stats/",
}
QUIET_HOME: Context = HOME | {
    "schedule": {
        "title": "今日日程",
        "total": 0,
        "rows": [],
        "empty": "今天没有开标、抽取和截止。下一场：12月1日 09:30。",
    },
    "rows": [],
    "draw": None,
    "news": [],
    "figures": None,
}
RECEIPT: Context = CHROME | {
    "crumbs": [link("我的投标"), link("递交回执")],
    "receipt": sg.RECEIPT,
    "pdf": None,
    "pdf_why": "服务器没有安装中文字体，暂时不能生成 PDF；网页和打印件同样有效。",
    "ics": "#main",
    "verify_url": "/verify/",
    "change": [
        {**link("补充、修改"), "note": "出第 2 版"},
        {**link("撤回投标文件"), "note": "截止前", "danger": True},
    ],
    "change_note": "撤回的，投标保证金 5 日内退还。",
    "told": "回执已发站内消息和尾号 0000 的短信，短信里只有编号和时间。",
}
LOCK = sg.LockForm(auto_id="lock_%s")
BID: Context = CHROME | {
    "crumbs": [link("我的投标"), link("编制与递交")],
    "csrf_token": "x" * 32,
    "bid": {
        "title": sg.TITLE,
        "number": sg.NUMBER,
        "state": "投标中",
        "status": "未递交",
        "submitted": None,
        "tags": ["工程建设", "公开招标"],
        "buyer": link("县城市供热服务中心（示例）"),
        "documents_version": "第 2 版",
        "clerk": "王敏",
        "amendment": {
            "text": "截止时间不变；工程量清单第 12 项有改动。",
            "links": [link("与第 1 版逐条对照")],
        },
    },
    "tasks": [
        {"title": title, "url": url, "note": "", "status": "未开始"}
        for title, url in (
            ("资格声明", "#t7"),
            ("报价", "#t2"),
            ("投标文件", "#t3"),
            ("解密方式", "#t5"),
            ("核对并递交", "#t6"),
        )
    ],
    "offer": OfferForm(auto_id="offer_%s"),
    "ceiling_fen": 486_320_000,
    "validity_until": date(2027, 3, 1),
    "validity_words": "90 日，至 2027年3月1日",
    "wanted": next(exhibit for exhibit in sg.EXHIBITS if exhibit.key == "file-rows").states[0][1]["wanted"],
    "largest": 2_000_000_000,
    "lock": LOCK["lock"],
    "cards": sg.LOCK_CARDS,
    "lock_only": "",
    "facts_checked": [
        {"level": "pass", "title": "证照在有效期内", "where": ["安全生产许可证至 2029年11月20日"]}
    ],
    "bond": {"valid_until": date(2027, 2, 20), "words": "电子保函 80,000.00 元"},
    "promises": [
        {
            "key": "true",
            "title": "内容真实，由本单位编制",
            "text": "没有串通投标，没有借用资质；弄虚作假的，依法承担责任。",
        },
        {
            "key": "valid",
            "title": "投标有效期 90 日，至 2027年3月1日 24:00",
            "text": "投标截止后撤销投标文件的，招标人可以不退还投标保证金。",
        },
    ],
    "summary": [
        {"label": "投标人", "value": "（示例）丙市政工程有限公司"},
        {"label": "版本", "value": "第 1 版"},
    ],
    "stepup": {
        "words": "验证过身份 10:40，11:10 前不再问。",
        "url": None,
        "until": NOW + timedelta(minutes=23),
    },
    "seal": {
        "card": {"scope": f"{sg.NUMBER}#1"},
        "keycard": "0" * 64,
        "identities": {},
        "demo": True,
        "bidder": "91140000XXXXXXXX0X",
        "seq": 1,
        "prev": None,
    },
    "upload": {"start": "/my/bids/x/uploads/", "act_id": "0b9f6c1e-0000-4000-8000-000000000006"},
    "panel": {
        "title": "距投标截止",
        "deadline": DEADLINE,
        "pairs": [
            ("现在", "未递交"),
            ("递交要多久", "200 MB 约需 1 分 40 秒"),
            ("之后", "截止前可以补充、修改或者撤回"),
        ],
        "notes": ["建议提前 1 天递交。截止时还在传的，视为撤回投标文件。"],
    },
    "more": [{**link("招标文件第 2 版"), "note": "112 页"}, {**link("问答与澄清"), "note": "1 次澄清"}],
    "contacts": ["技术支持：0350-XXXXXXX，截止前 24 小时有人值守"],
    "dock": {
        "label": "距截止",
        "deadline": DEADLINE,
        "note": "未递交 · 12月1日 09:30",
        "action": link("去递交", "#t7"),
        "aria": "投标快捷操作",
    },
}
AT_OPENING = DEADLINE + timedelta(minutes=48, seconds=31)
HALL_SITE: Context = CHROME | {"site": sg.SITE | {"now": AT_OPENING}, "now": AT_OPENING}
HALL: Context = HALL_SITE | {
    "crumbs": [link("开标大厅"), link(sg.NUMBER)],
    "hall": {
        "title": sg.TITLE,
        "number": sg.NUMBER,
        "state": "开标中",
        "tags": ["工程建设", "公开招标", "在线开标"],
        "buyer": link("县城市供热服务中心（示例）"),
        "host": "李娜（招标代理）",
        "ceiling_fen": 486_320_000,
        "stage_words": "异议阶段还剩",
        "stage_until": AT_OPENING + timedelta(minutes=12, seconds=29),
        "fragment": "/hall/x/live/",
        "side_fragment": "/hall/x/side/",
        "heading": "3 家 · 报价 10:16:02 同时公布",
        "empty": "截止前不显示投标人",
    },
    "stages": sg.HALL_STAGES,
    "rows": sg.HALL_ROWS,
    "published": True,
    "notes": [
        {
            "label": "是否满三家",
            "text": "投标人 7 家，不少于 3 家；开标继续进行。",
            "law": "《招标投标法实施条例》第四十四条",
        }
    ],
    "objections": [
        {
            "title": "6 号（示例）己水利工程有限公司",
            "state": "待答复",
            "at": AT_OPENING - timedelta(minutes=1),
            "text": "我单位 09:58 输入解密码时，页面提示“输入有误”，请核实是不是平台的问题。",
            "evidence": "09:58:12、09:58:40 各输入一次，校验字符不符，未放行。",
            "evidence_url": "#main",
        }
    ],
    "newest": {"id": "7", "words": "10:17:20 6 号提出异议"},
    "events": sg.EVENTS,
    "log_url": "#main",
    "verify_url": "/verify/",
    "seat": "host",
    "seat_heading": "主持",
    "seat_note": "每一步由系统核对条件",
    "steps": [
        {"step": {"label": "开始开标"}, "done_at": DEADLINE},
        {
            "step": {
                "label": "结束异议",
                "url": "#main",
                "refused": "1 件异议未答复；10:31 以前还可以提出。",
                "ghost": True,
            },
            "act_id": "a",
            "step_id": "h-1",
            "current": True,
        },
        {
            "step": {"label": "签署开标记录", "url": "#main", "ghost": True},
            "act_id": "0b9f",
            "step_id": "h-2",
        },
    ],
    "answer": {
        "form": ObjectionForm(prefix="answer"),
        "action": "#main",
        "act_id": "0b9f",
        "submit": "答复并写入开标记录",
        "law": "《招标投标法实施条例》第四十四条",
    },
    "calls": [
        {
            "bidder": "2 号 乙路桥",
            "person": "孙××（示例）",
            "phone": "138XXXX0002",
            "told_at": NOW,
        }
    ],
    "dock": {
        "label": "异议还剩",
        "deadline": AT_OPENING + timedelta(minutes=12),
        "note": "1 件待答复",
        "action": link("答复异议", "#answer"),
        "aria": "大厅快捷操作",
    },
}
BIDDER_HALL: Context = HALL | {
    "seat": "bidder",
    "answer": None,
    "calls": None,
    "release": {
        "header": {"core": {}, "locks": {}},
        "action": "/hall/x/release/",
        "act_id": "0b9f",
        "until": AT_OPENING + timedelta(minutes=20),
        "offline_url": "#main",
    },
    "object": {
        "form": ObjectionForm(prefix="object"),
        "action": "#main",
        "act_id": "0b9f",
        "submit": "提出异议",
        "law": "《招标投标法实施条例》第四十四条",
    },
    "seat_heading": "本单位",
    "seat_note": "3 号",
    "dock": HALL["dock"] | {"action": link("提出异议", "#my-objection")},
}
EMPTY_HALL: Context = HALL_SITE | {
    "hall": HALL["hall"] | {"state": "待开标", "heading": "", "stage_until": None, "stage_words": ""},
    "stages": sg.HALL_STAGES,
    "rows": [],
    "events": [],
    "calls": None,
    "public_note": "公众旁观席只读。",
}
SCORING: Context = HALL_SITE | {
    "session": {
        "title": sg.TITLE,
        "number": sg.NUMBER,
        "state": "评审中",
        "tags": ["工程建设", "综合评估法"],
        "submit_by": AT_OPENING + timedelta(hours=2),
    },
    "expert": {"label": "评标专家 3 号（示例）", "note": "身份已核验，已签回避声明和保密承诺"},
    "stages": [
        {"label": label, "note": note, "state": state}
        for label, note, state in (
            ("签到与回避", "08:30", "done"),
            ("初步评审", "5 家通过", "done"),
            ("独立评分", "12:00 前提交", "now"),
            ("汇总复核", "全员提交后", "next"),
            ("评标报告", "全员签字", "next"),
        )
    ],
    "links": [link("申请回避"), link("发起澄清")],
    "lock_url": "#main",
    "sheets": sg.SHEETS,
    "editing": sg.EDITING,
    "reminders": [
        {"key": "none", "count": 1, "title": "未打分", "items": [{"label": "M2 施工方案", "url": "#ed"}]},
        {
            "key": "over",
            "count": 1,
            "title": "超出分值",
            "items": [{"label": "K7 质量管理", "url": "#ed", "note": "填了 5.4，满分 5"}],
        },
    ],
    "document": None,
    "document_empty": "选一格，右边打开对应的投标文件。",
    "submit": {
        "step": {"label": "核对并提交评分", "url": "#main", "refused": "处理全部提醒后可以提交。"},
        "act_id": "0b9f",
    },
    "missing": "未打分 1，超出分值 1",
    "saved_at": AT_OPENING,
    "totals_narrow": [("主观分", "已打 5 / 6"), ("客观分", "已确认 2 / 3")],
}

PAGES: dict[str, tuple[str, Context]] = {
    "styleguide": ("styleguide.html", CHROME | {"exhibits": sg.shown(), "crumbs": [link("样式册")]}),
    "project": ("tenders/project.html", PROJECT),
    "project-ended": ("tenders/project.html", ENDED),
    "notice": ("tenders/notice.html", NOTICE),
    "home": ("cms/home.html", HOME),
    "home-quiet": ("cms/home.html", QUIET_HOME),
    "receipt": ("bidding/receipt.html", RECEIPT),
    "bid": ("bidding/bid.html", BID),
    "hall-host": ("bidding/hall.html", HALL),
    "hall-bidder": ("bidding/hall.html", BIDDER_HALL),
    "hall-empty": ("bidding/hall.html", EMPTY_HALL),
    "scoring": ("bidding/scoring.html", SCORING),
    "refused": (
        "refused.html",
        CHROME
        | {
            "refused": {
                "says": "投标人少于3个的，不得开标",
                "law": "《招标投标法实施条例》第四十四条",
                "code": "OPEN-THREE-BIDS",
            }
        },
    ),
    "404": ("404.html", {"nearest": [link(sg.NUMBER)]}),
    "500": ("500.html", {"incident": "F-20261201-03"}),
}
