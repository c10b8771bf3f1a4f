"""Investment (招商引资): leads, what was signed, the money that arrived, and the map of the chains.

Serves the commerce bureau and the districts that bring in firms, whoever counts 到位资金 and who is judged by
it. Keeps 全年实现招商引资到位资金220亿元以上 and 画好产业图谱, 按图索骥. What a project is stands in the
projects platform and is named by its code.
"""
