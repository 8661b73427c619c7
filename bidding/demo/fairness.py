"""A made-up tender document that keeps people out, and what its author and the second person do about it."""

from __future__ import annotations

from typing import cast

from bidding.demo.journey import Journey
from marketplace.law.workdays import day_of
from tenders.fair_review import acts
from tenders.fair_review.asking import Asked, questions
from tenders.fair_review.workflow import FairAnswerWorkflow
from tenders.models import FairAnswer

DOCUMENT = """第二章 投标人须知前附表
一、资格要求
1.4.1（1）资质要求：建筑工程施工总承包三级及以上，安全生产许可证有效。
1.4.1（2）专职安全员：安全员须持有本市建筑业协会颁发的岗位培训合格证。
1.4.1（3）服务机构：投标人须在忻州市设有分公司或者固定服务机构。
1.4.2 接受联合体投标，联合体成员不超过 2 家，按分工具备相应资质。
二、投标保证金
3.4.1 投标保证金须从基本账户电汇，不接受保函。
3.4.4 书面合同签订后 5 日内，退还投标保证金及银行同期存款利息。
第三章 评标办法
2.2.4（2）项目管理机构：按证书与类似业绩评分，见评分表。
2.2.4（3）其他因素：近三年获得忻州市优质工程奖的，每项加 2 分，最高 6 分。
第七章 技术标准和要求
7.1.6 阀门、管件推荐品牌：甲牌、乙牌。
7.2.3 投标人的预拌混凝土搅拌站至工地车程不得超过 60 分钟，否则投标无效。
"""


def _asked(j: Journey, words: str) -> Asked:
    return next(
        row for row in questions(j.tender, day_of(j.now)).asked if words in row.clause and row.is_open
    )


def _adopt(j: Journey, words: str, text: str) -> None:
    acts.adopt(j.tender, j.act("lijun"), key=_asked(j, words).key, text=text)


def _keep(j: Journey, words: str, reason: str) -> FairAnswer:
    number = acts.keep(j.tender, j.act("lijun"), key=_asked(j, words).key, reason=reason)
    return FairAnswer.objects.get(number=number)


def being_checked(j: Journey) -> None:
    """One taken over, one waiting for the second person, the rest still to be answered."""
    j.attach("招标文件.txt", DOCUMENT)
    _adopt(j, "协会", "专职安全生产管理人员须持有有效的安全生产考核合格证书（C 类）")
    reason = "限制的是混凝土出机到浇筑的时间，防止初凝，属于质量要求；不限搅拌站归属。"
    _keep(j, "车程", reason)


def all_answered(j: Journey) -> None:
    """Everything answered: two changed, two kept with reasons, one of them by two persons."""
    j.attach("招标文件.txt", DOCUMENT)
    _adopt(j, "协会", "专职安全生产管理人员须持有有效的安全生产考核合格证书（C 类）")
    _adopt(j, "分公司", "中标后 15 日内在项目所在地配备服务人员")
    _adopt(j, "不接受保函", "投标保证金可以采用银行保函、担保保函、保证保险或者转账，由投标人自行选择")
    _adopt(j, "优质工程奖", "近三年完成过类似工程的，每项加 2 分，最高 6 分，地区不限")
    _keep(j, "推荐品牌", "与既有管网阀门互换，市场调查有五家以上品牌满足；投标人可选用相当档次的产品。")
    kept = _keep(j, "车程", "限制的是混凝土出机到浇筑的时间，防止初凝，属于质量要求；不限搅拌站归属。")
    j.later(hours=1)
    cast(FairAnswerWorkflow, kept).second(j.act("zhaozhiqiang"))
