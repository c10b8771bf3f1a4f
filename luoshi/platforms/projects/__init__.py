"""Projects (项目): one record each, from the idea to the statistics.

Serves the development and reform commission, the departments and districts that answer for a project, the
leaders in charge of one, and anyone who asks what became of it. Keeps
制定“项目谋划、资金争取、项目建设、入库入统”各阶段16张项目清单 and the figures around it.
"""
