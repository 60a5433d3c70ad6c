"""The numbers of the town (spec §1) and its skill values, in whole credits."""

UNIT = 10**18
"""Base units of one credit."""

SUPPLY = 96_000
SEATS = 24
BASE_GRANT = 2_000
FAIR_SHARE = 3_840
LARGEST_GRANT = 2_720
MAX_SKILLS = 3
MAX_LEVEL = 10
MAX_COMMITMENT = 10
SKILLS_PER_TEMPLATE = 12
TEMPLATES = 3
RATES_TO_VALIDATE = 5
RATES_PER_PERSON = 3
SIGNAL_SCORE = 48
UNVALIDATED_ALLOWANCE = 240
"""What an unvalidated member may spend of the grant (spec §1, Words)."""
CLAIM_LIMIT = 240
CLAIM_RESERVE = 1_840
"""What the vault keeps beyond the grants of all free seats (spec §3): 3,840 - 2,000, what the treasury may still take."""

GROUP_VALUES = ((12, 24, 6), (24, 12, 6), (24, 6, 12))
"""Value of the three groups of four skills, for each template."""

NO_SKILL = 255


def skill_value(skill: int) -> int:
    """Value of a skill id (template * 12 + group * 4 + index)."""
    template, position = divmod(skill, SKILLS_PER_TEMPLATE)
    return GROUP_VALUES[template][position // 4]
