"""12345 and every other way in which residents ask for something: taken, dispatched, answered, called back.

Serves residents, the hotline's agents and the departments that answer. It keeps the report's sentence on
12345热线 and 领导留言板, with 办结率 and 回复率, and that on 群众点题、部门答题.
"""
