"""Prepaid consumption: cards sold, money kept, refunds computed, closures settled.

Serves consumers, merchants and the market regulator. It keeps the report's sentence on
预付式消费监管服务平台.
"""
