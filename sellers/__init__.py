"""The seller dashboard, and the standing of stores.

A store's standing, from what happens to what it leads to:

1. `services.breaches`: an act on a case writes down that a rule may be broken (`Breach`).
   `services.counting` does so for rates, `services.by_hand` for what a supervisor finds.
2. `services.settling`: the sweep takes the ledgers in which something is due, or a person's act
   takes one, under the lock of the store's `Standing`; of what waits for one store, a batch at a
   time.
3. `services.ledgers`: the rows become an `Account` in memory: those that matter, which
   `services.extracts` finds. `services.rulebook` says which version of which rule holds for a
   breach.
4. `rules.account`: the arithmetic: penalties given, suspended, reduced, revoked, expired, and what
   `rules.sanctions` makes of their sum. `rules.penalties` finds what is due next and what is
   repeated, however many there are.
5. `services.saving`: what the account has come to becomes rows: `Penalty`, `Entry`, `Sanction`, and
   messages to the marketplace.

`services.appeals` is how a store contests a penalty, `services.preview` what it would cost before
it happens, `services.verification` whether all of it still agrees.
"""
