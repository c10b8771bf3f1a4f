"""Deputies' suggestions and CPPCC proposals, from hand-over to a satisfied answer and its promise kept.

Serves deputies, the government office and the departments that answer. It keeps the report's sentence
on 人大代表建议 and 政协提案: all handled, all answered, all satisfied.
"""
