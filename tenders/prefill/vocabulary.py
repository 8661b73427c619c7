"""Which words a notice puts before a colon, and what each of them announces."""

from __future__ import annotations

from enum import Enum, auto


class Kind(Enum):
    """What a label announces."""

    NAME = auto()
    LOT = auto()
    APPROVAL = auto()
    FUNDS = auto()
    SHARE = auto()
    BUYER = auto()
    AGENCY = auto()
    PARTY_NAME = auto()
    LOCATION = auto()
    SCALE = auto()
    SCOPE = auto()
    CEILING = auto()
    DURATION = auto()
    QUALITY = auto()
    BOND = auto()
    CONTACT = auto()
    PHONE = auto()
    ADDRESS = auto()
    SUPERVISOR = auto()
    BOUNDARY = auto()


_VOCABULARY: dict[Kind, str] = {
    Kind.NAME: "项目名称 工程名称 招标项目名称 采购项目名称 招标工程名称",
    Kind.LOT: "标段名称 标段（包）名称 包名称 标项名称 分包名称 子包名称",
    Kind.APPROVAL: "批准文号 审批文号 批文号 批文 项目批准文号 批准文件 立项批文 核准文号 备案文号 批文名称及编号",
    Kind.FUNDS: "资金来源 资金来源及出资比例 建设资金来源 资金来源及比例 资金来源及落实情况",
    Kind.SHARE: "出资比例",
    Kind.BUYER: "招标人 采购人 招标单位 采购单位 招标人名称 采购人名称 招标单位名称 采购单位名称 建设单位 项目业主",
    Kind.AGENCY: (
        "招标代理机构 招标代理 代理机构 招标代理人 采购代理机构 采购代理 代理人 招标代理公司 招标代理单位 代理单位 代理公司 "
        "招标代理机构名称 代理机构名称 招标代理名称 采购代理机构名称 招标机构 招标机构名称 招标代理人名称"
    ),
    Kind.PARTY_NAME: "名称 单位名称",
    Kind.LOCATION: (
        "建设地点 项目地点 工程地点 实施地点 服务地点 交货地点 施工地点 项目地址 工程地址 供货地点 项目位置 建设地址 "
        "工程位置 建设位置 项目所在地 履约地点 履行地点 安装地点 交付地点 项目所在地区"
    ),
    Kind.SCALE: (
        "建设规模 工程规模 项目规模 项目概况 工程概况 建设内容 建设内容及规模 建设规模及内容 概况 规模 项目概况及规模 "
        "建设规模及内容概述 项目规模及技术标准 招标规模 概况及规模 工程概况及规模 项目简介 主要建设内容 工程建设规模"
    ),
    Kind.SCOPE: (
        "招标范围 招标内容 采购内容 采购范围 招标内容及范围 招标范围及内容 工程招标范围 施工范围 服务范围 采购需求 服务内容 "
        "招标内容和范围 招标范围和内容 工作内容 供货范围 招标内容与范围 项目内容 承包范围 监理范围 设计范围"
    ),
    Kind.CEILING: (
        "最高投标限价 招标控制价 最高限价 控制价 拦标价 投标限价 限价 预算金额 采购预算 预算价 招标预算 项目预算 预算 "
        "采购控制价 采购最高限价 总预算 预估费用 预算总额 投标最高限价 预算金额及最高限价 概算 限额"
    ),
    Kind.DURATION: (
        "工期 计划工期 总工期 施工工期 施工总工期 工期要求 计划工期要求 服务期限 服务期 交货期 供货期 合同履行期限 合同履约期限 "
        "交货时间 服务周期 监理服务期 监理服务期限 设计周期 服务时间 供货期限 履约期限 交货期限 租赁期限 设计工期 履行期限 "
        "交货期要求 合同期限 服务期要求 服务期限要求 供货周期 供货时间 租期 保险期限 完成时间 实施周期 建设工期 建设周期 监理期限 "
        "入围服务期限 入围期限 合作期限 交付时间 完工时间 合同周期 实施期限 实施时间 完成期限 项目周期 项目工期 合同服务期限 设计服务期限"
    ),
    Kind.QUALITY: "质量要求 质量标准 质量目标 质量等级 施工质量要求 工程质量要求 质量 工程质量 服务质量要求 质量标准要求",
    Kind.BOND: "投标保证金 投标保证金金额 保证金金额 保证金 金额 投标保证金数额 保证金数额 投标担保金额 担保金额",
    Kind.CONTACT: "联系人 项目联系人 经办人 联络人",
    Kind.PHONE: "电话 联系电话 联系方式 手机 电话号码 联系人电话 固定电话 项目联系电话",
    Kind.ADDRESS: "地址 联系地址 通讯地址 办公地址 详细地址",
    Kind.SUPERVISOR: (
        "监督部门 监管单位 监管部门 监督机构 监督单位 监管机构 招标监管单位 行政监督部门 主管部门 监督管理部门 监督管理机构 主管单位 "
        "投诉受理单位 投诉受理部门 异议受理单位 投诉受理机构 受理单位 行业主管部门 投诉受理"
    ),
    Kind.BOUNDARY: (
        "安全要求 安全目标 标段划分 招标标段数 标段 分包 转包 招标方式 采购方式 项目编号 招标编号 采购编号 编号 开标时间 开标地点 "
        "交纳方式 缴纳方式 交纳要求 缴纳要求 提交形式 到账截止时间 截止时间 资格审查 资格审查方式 传真 邮箱 邮编 电子邮箱 电子邮件 "
        "邮政编码 评标办法 评标方法 安全文明施工要求 特别说明 温馨提示 联合体 中标数量 中标家数 入围家数 组织类型 招标组织类型 网址 "
        "开户银行 账号 监理费 设计费 服务费 质保期 保修期 缺陷责任期 付款方式 支付方式 设计要求 技术要求 项目总投资 总投资 获取时间 报名时间 售价 方式 时间 "
        "投标有效期 备注 说明 其他要求 其他 业绩要求 信誉要求 工程造价 数量 项目类型 承包方式 计价方式 项目负责人 发布日期 公告时间"
    ),
}
KINDS = {
    word.replace("（", "(").replace("）", ")"): kind
    for kind, words in _VOCABULARY.items()
    for word in words.split()
}
LONGEST_WORD = max(map(len, KINDS))


def known_word(name: str) -> str:
    """The longest word of the vocabulary the label ends with."""
    for length in range(min(len(name), LONGEST_WORD), 1, -1):
        if name[-length:] in KINDS:
            return name[-length:]
    return ""
