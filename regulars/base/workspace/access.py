"""Who may do what: role × thing × act gives a scope, and some roles see contact details masked."""

from regulars.base.workspace.kinds import Act, Role, Scope, Thing

BUSINESS = (Thing.PEOPLE, Thing.ORDERS, Thing.PRODUCTS, Thing.INSIGHT)
MASKED = frozenset({Role.ANALYST, Role.VIEWER})

Rights = dict[tuple[Thing, Act], Scope]


def grant(scope: Scope, acts: tuple[Act, ...], things: tuple[Thing, ...]) -> Rights:
    return {(thing, act): scope for thing in things for act in acts if fits(act, thing)}


def fits(act: Act, thing: Thing) -> bool:
    """Whether an act can be done to a thing at all: only people are erased."""
    return act != Act.ERASE or thing == Thing.PEOPLE


SEE = (Act.SEE,)
WORK = (Act.SEE, Act.EDIT)
RIGHTS: dict[Role, Rights] = {
    Role.OWNER: grant(Scope.ALL, tuple(Act), tuple(thing for thing in Thing if thing != Thing.AUDIT))
    | grant(Scope.ALL, (Act.SEE, Act.EXPORT), (Thing.AUDIT,)),
    Role.MANAGER: grant(Scope.ALL, tuple(Act), (*BUSINESS, Thing.IMPORTS, Thing.OPERATIONS, Thing.STORES))
    | grant(Scope.BRANCH, WORK, (Thing.STAFF,)),
    Role.MARKETER: grant(Scope.ALL, (*WORK, Act.EXPORT), (Thing.PEOPLE,))
    | grant(Scope.ALL, SEE, (Thing.ORDERS, Thing.PRODUCTS, Thing.INSIGHT, Thing.IMPORTS))
    | grant(Scope.OWN, (Act.SEE, Act.UNDO), (Thing.OPERATIONS,)),
    Role.AGENT: grant(Scope.BRANCH, WORK, (Thing.PEOPLE, Thing.ORDERS))
    | grant(Scope.ALL, SEE, (Thing.PRODUCTS,))
    | grant(Scope.OWN, (Act.SEE, Act.UNDO), (Thing.OPERATIONS,)),
    Role.SALES: grant(Scope.OWN, WORK, (Thing.PEOPLE, Thing.ORDERS))
    | grant(Scope.ALL, SEE, (Thing.PRODUCTS,))
    | grant(Scope.OWN, (Act.SEE, Act.UNDO), (Thing.OPERATIONS,)),
    Role.ANALYST: grant(Scope.ALL, (Act.SEE, Act.EXPORT), BUSINESS)
    | grant(Scope.ALL, SEE, (Thing.IMPORTS, Thing.OPERATIONS)),
    Role.VIEWER: grant(Scope.ALL, SEE, BUSINESS),
}


def reach(role: Role, act: Act, thing: Thing) -> Scope:
    """How far a role may do something; `Scope.NONE` where it may not at all."""
    return RIGHTS[role].get((thing, act), Scope.NONE)


def is_masked(role: Role) -> bool:
    """Whether e-mail, phone and street are hidden from a role on every face."""
    return role in MASKED


def scope_names() -> list[str]:
    """What an API key can be limited to: `people:see`, `imports:edit`, …; the audit is for people alone."""
    return [f"{thing}:{act}" for thing in Thing if thing != Thing.AUDIT for act in Act if fits(act, thing)]
