"""In which industry a project lies, read from its name: a help for filtering, without legal effect."""

from __future__ import annotations

from marketplace.law.statutes import PLATFORM

LAW = PLATFORM["SEARCH-INDUSTRY"]
# the first row with a word in the title wins, so the narrower comes before the wider
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("水利", ("水利", "水库", "灌区", "河道", "防洪", "堤防", "淤地坝", "水土保持", "引水", "灌溉")),
    ("交通", ("公路", "国道", "省道", "县道", "桥梁", "大桥", "隧道", "客运", "交通", "养护")),
    ("供热燃气", ("供热", "供暖", "采暖", "热力", "换热", "热源", "燃气", "锅炉")),
    ("电力能源", ("光伏", "风电", "变电", "输电", "配电", "电力", "充电桩", "储能", "电缆")),
    ("信息化", ("信息化", "信息系统", "软件", "平台", "智慧", "网络", "数据", "系统集成", "监控", "机房")),
    ("医疗卫生", ("医院", "医疗", "卫生", "医用", "疾控", "药品", "诊疗", "影像", "检验")),
    ("教育", ("学校", "小学", "中学", "幼儿园", "教学", "教育", "学生", "校园", "校舍", "大学", "学院")),
    ("农林", ("农田", "农业", "林业", "造林", "种植", "养殖", "草原", "乡村振兴", "农村", "苗木")),
    ("环保", ("污水", "垃圾", "环保", "生态修复", "环境治理", "环卫", "土壤", "固废")),
    ("市政", ("市政", "道路", "管网", "排水", "雨水", "供水", "自来水", "绿化", "照明", "路灯", "公园")),
    ("房屋建筑", ("房屋", "住宅", "安置房", "棚户区", "楼", "厂房", "装修", "装饰", "修缮", "建筑", "宿舍")),
    (
        "服务",
        ("物业", "保洁", "保安", "咨询", "监理", "设计", "勘察", "检测", "审计", "评估", "保险", "法律"),
    ),
    ("货物", ("采购", "设备", "家具", "车辆", "物资", "材料", "用品", "食材")),
)


def industry_of(title: str) -> str:
    """水利, 交通 …; empty when the name tells nothing."""
    return next((name for name, words in WORDS if any(word in title for word in words)), "")
