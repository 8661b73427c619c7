"""What people look for among the real notices, and which of them answer: the measure of ranking.

A query's judgement is a line of conditions written from reading the notices, independent of any engine:
groups joined by `&`, spellings of a group by `|`, matched as plain text. All groups in the title: grade 3;
all groups in title and text together, at least one of them in the title: grade 1; else 0. `known` queries mean
one project; its notices (招标, 更正, 中标 …) are all right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.search_world import Real
from search.text import normal


@dataclass(frozen=True, slots=True)
class Judged:
    """One query, what kind of need it is, and what answers it."""

    kind: str
    query: str
    groups: tuple[tuple[str, ...], ...]

    def grade(self, row: Real) -> int:
        title, body = normal(row.title), normal(f"{row.title}\n{row.text}")
        here = [any(word in title for word in group) for group in self.groups]
        if all(here):
            return 3
        if self.kind == "number":
            return 3 if all(any(word in body for word in group) for group in self.groups) else 0
        there = all(any(word in body for word in group) for group in self.groups)
        return 1 if there and any(here) else 0


def _read(kind: str, lines: str) -> list[Judged]:
    found = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        query, _, conditions = line.partition(" → ")
        groups = (conditions or " & ".join(query.split())).split(" & ")
        found.append(Judged(kind, query, tuple(tuple(map(normal, group.split("|"))) for group in groups)))
    return found


KNOWN = """
邵家渡大桥 临时用地复垦 → 邵家渡大桥 & 复垦
安山河水质治理
玛瑙河绿道 景观 → 玛瑙河 & 景观
枝江市高标准农田 测绘设计 → 枝江市 & 高标准农田
宜昌市第三中学 运动场维修 → 第三中学 & 运动场
那曲市人民体育馆围墙
下姚江堤防整治 10千伏 → 下姚江 & 10千伏
微生物菌剂 工程总承包 → 微生物菌剂
宜昌市第四人民医院 病房改造 → 第四人民医院 & 病房
工控安全建设 洞桥环保 → 洞桥环保 & 工控安全
北仑外国语学校 配电工程设备 → 北仑外国语学校 & 配电
金童山矿区剥离物 → 金童山 & 剥离物
黄圃快线桂洲水道大桥 测量 → 桂洲水道大桥 & 测量
公共自行车网点网络租用 → 公共自行车 & 网络租用
水源地水质自动监测系统 三期 → 水质自动监测 & 三期
禅螳沟 小流域治理 → 禅螳沟 & 小流域
龙马溪消落区库岸防护
杭州宁波大厦 员工宿舍装修 → 宁波大厦 & 宿舍
皇亭竞技体育学校 羽毛球 → 皇亭 & 羽毛球
铅山生物质 电动装载机 → 铅山 & 装载机
去慈城赶集 → 去慈城赶集
阜南齐耀 烟气脱硝 → 阜南齐耀 & 脱硝
羊子庙 提水泵站 → 羊子庙 & 泵站
东凤镇小区排水管网 错混接 → 东凤镇 & 错混接
溪下水库信息化 → 溪下水库 & 信息化
龙池村地面光伏
国家地理主题酒店 软装
北仑区中心福利院 食堂 → 福利院 & 食堂
信泰机械 空压站 → 信泰机械 & 空压站
远安工业园 110kV变电站 → 远安 & 110kv
228国道慈溪庵东 质量检测 → 228国道 & 检测
乐天溪弃渣处置 → 乐天溪 & 弃渣
岭丰水厂 泥渣处置 → 岭丰 & 泥渣
琅环湖科创园边坡
旧县镇煤矸石综合治理 → 旧县镇 & 煤矸石
路林综合市场 海蜇 → 路林 & 海蜇
梅山铁路专用线迁改
双东路站A号口
红花套镇城背溪大道 → 红花套镇 & 城背溪
沮漳河流域 水生态修复 → 沮漳河 & 水生态修复
钓鱼礁码头 智慧工地 → 钓鱼礁 & 智慧工地
熊家山路 排水防涝 → 熊家山路 & 排水
清江水美经济 检测 → 清江水美 & 检测
方桥净化水厂 环境影响评价 → 方桥净化水厂 & 环境影响评价
火烧坪乡供水 → 火烧坪 & 供水
普耀新型建材 冷修 → 普耀 & 冷修
朱塘村停车场 信号系统 → 朱塘村 & 信号系统
垫江县体育场 钢结构屋面 → 垫江县 & 钢结构
惊驾路 拓宽改建 监理 → 惊驾路 & 监理
油车桥路 智慧路灯 → 油车桥路 & 路灯
"""
TOPICAL = """
物业管理服务 → 物业
食堂 食材配送 → 食堂|食材 & 配送
消防设施 → 消防
电梯维保 → 电梯 & 维保|维护|保养
光伏发电 → 光伏
污水处理 → 污水
垃圾清运 → 垃圾 & 清运|外运|处置
造价咨询 → 造价咨询
工程监理 → 监理
勘察设计 → 勘察 & 设计
绿地养护 → 绿地|绿化 & 养护
法律顾问 → 法律顾问
财产保险 → 保险
办公家具 → 家具
厨房设备 → 厨房 & 设备
基坑监测 → 基坑 & 监测
桩基检测 → 桩基 & 检测
路灯 → 路灯
河道整治 → 河道 & 整治
高标准农田
老旧小区改造 → 老旧小区
养老服务中心 → 养老|老年
配电设备采购 → 配电 & 设备
信号系统 轨道交通 → 信号系统|信号设备|信号 & 轨道交通
无人机 → 无人机
展位搭建 → 搭建 & 展|博览会
审计服务 → 审计
环境影响评价 → 环境影响评价|环评
电动汽车充电 → 充电
水质监测 → 水质 & 监测
职工体检 → 体检
软件开发 → 软件 & 开发|平台
保安服务 → 保安|安保
桥梁检测 → 桥 & 检测
装修工程 → 装修|装饰
"""
NUMBER = """
NBITC-202511206
CYA020005-202508-01
YY3-ZTB-WW-25047
ZJZC-251265
YLA030018-202501-01
X4600002901004618001
N5133332026000017
YDA010040-202502-01
2025NBJZ-C06
GTCGS2025121
YYCG-2025-1125
DYA010024-202502-01
"""
TYPO = """
河到整治 → 河道 & 整治
物业关理 → 物业
绿地养互 → 绿地 & 养护
高标准农填 → 高标准农田
路登 → 路灯
电提维保 → 电梯 & 维保
污水楚理 → 污水
消仿设施 → 消防
老旧小区改早 → 老旧小区
法律故问 → 法律顾问
勘查设记 → 勘察|勘查 & 设计
无人鸡 → 无人机
"""
TWO = """
监理
勘察
设计
食堂
保险
电梯
光伏
泵站
水库
绿化
审计
测绘
装修
消防
"""
SYNONYM = """
环评 → 环境影响评价|环评
安保 → 保安|安保
供暖 → 供热|供暖|采暖
老人 → 养老|老年|老人
泊车 → 停车|泊车
"""
# what staff would enter after a week of queries that found nothing
SYNONYMS = ("环评=环境影响评价", "安保=保安", "供暖=供热=采暖", "老人=养老=老年", "泊车=停车")
QUERIES = tuple(
    row
    for kind, lines in (
        ("known", KNOWN), ("topical", TOPICAL), ("number", NUMBER), ("typo", TYPO), ("two characters", TWO), ("synonym", SYNONYM),
    )
    for row in _read(kind, lines)
)  # fmt: skip


def ndcg(found: Sequence[int], all_grades: Sequence[int], *, depth: int = 10) -> float:
    """nDCG@depth with gains 2^grade − 1; 1.0 when nothing could be found at all."""
    best = sorted(all_grades, reverse=True)[:depth]
    ideal = _gain(best)
    return _gain(found[:depth]) / ideal if ideal else 1.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
