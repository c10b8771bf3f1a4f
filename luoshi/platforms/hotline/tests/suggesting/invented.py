"""Invented requests: six matters, each from a few sentences with a few places. Nothing of them was ever
asked.
"""

from __future__ import annotations

from itertools import product

PLACES = ("东盛花园", "平安小区", "滨河路", "北一街", "红旗社区", "站前广场")
MATTERS = {
    "010101": ("{}暖气不热，室内温度只有十四度", "{}供热管道漏水，暖气冰凉", "{}一到晚上暖气就不热"),
    "010102": ("{}采暖费多收了，要求退费", "{}交了采暖费不开发票", "{}采暖费按什么面积收费"),
    "010201": ("{}自来水发黄有异味", "{}水压太低，高层用不上自来水", "{}停水三天没有通知"),
    "020101": ("{}公交车半小时不来一趟", "{}公交站牌倒了，司机甩站", "{}希望增加一条公交线路"),
    "020102": ("{}出租车拒载不打表", "{}出租车司机绕路多收钱", "{}打不到出租车"),
    "020201": ("{}路面坑洼，车辆颠簸", "{}道路施工半年没有完工，路面全是泥", "{}路灯不亮，路面看不清"),
}


def invented() -> list[tuple[str, str]]:
    """Return texts with their codes."""
    return [
        (pattern.format(place), code)
        for code, patterns in MATTERS.items()
        for pattern, place in product(patterns, PLACES)
    ]
