"""The seller dashboard, and the standing of stores.

A store's standing, from what happens to what it leads to:

1. `kernel.breaches`: an act on a case writes down that a rule may be broken (`Breach`).
   `background.rates` does so for rates, `verbs.penalties` for what a supervisor finds.
2. `background.ledger_sweep`: the sweep takes the ledgers in which something is due, or a person's
   act takes one (`kernel.ledger_of`), under the lock of the store's `Standing`; of what waits for
   one store, a batch at a time.
3. `kernel.ledgers`: the rows become a `PenaltyAccount` in memory: those that matter, which
   `kernel.extracts` finds. `kernel.rulebook` says which version of which rule holds for a
   breach.
4. `rules.account`: the arithmetic: penalties given, suspended, reduced, revoked, expired, and what
   `rules.sanctions` makes of their sum. `rules.penalties` finds what is due next and what is
   repeated, however many there are.
5. `kernel.saving`: what the account has come to becomes rows: `Penalty`, `Entry`, `Sanction`, and
   messages to the marketplace. What a person found, said or decided is chained
   (`kernel.ledger_chain`).

`verbs.appeals` is how a store contests a penalty, `kernel.penalty_preview` what it would cost
before it happens, `background.verification` whether all of it still agrees.
"""
