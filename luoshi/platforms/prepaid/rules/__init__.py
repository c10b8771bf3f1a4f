"""Judgement: how money is split, priced and limited. Pure functions; no clock, no database."""
