"""What the laws of a case do in the database, in PL/pgSQL: see `Dispute.Meta.triggers`."""

# Looked at when the transaction ends: the case comes first, what it is about after it.
HAS_A_SNAPSHOT = """
    IF NOT EXISTS (
        SELECT FROM disputes_linesnapshot AS snapshot WHERE snapshot.dispute_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'case % does not hold what it is about', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'case_has_a_snapshot';
    END IF;
    RETURN NULL;
"""

# A second case about the same pieces is allowed only when the first was withdrawn: then they count
# as free again, and the constraint of the item caps what is taken.
TAKES_PIECES = """
    UPDATE disputes_parcelitem AS item SET disputed_pieces = item.disputed_pieces + NEW.pieces
    WHERE item.id = NEW.item_id AND item.line_id = NEW.line_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'case % is about an item of another line', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'item_of_its_line';
    END IF;
    RETURN NEW;
"""
GIVES_PIECES_BACK = """
    UPDATE disputes_parcelitem AS item SET disputed_pieces = item.disputed_pieces
        + CASE NEW.state WHEN 'withdrawn' THEN - NEW.pieces ELSE NEW.pieces END
    WHERE item.id = NEW.item_id;
    RETURN NULL;
"""
GROUP_OF_ONE_PARCEL = """
    IF NOT EXISTS (
        SELECT FROM disputes_casegroup AS one JOIN disputes_parcelitem AS item USING (parcel_id)
        WHERE one.id = NEW.group_id AND item.id = NEW.item_id
    ) THEN
        RAISE EXCEPTION 'case % is about another parcel than its group', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'group_of_one_parcel';
    END IF;
    RETURN NEW;
"""
KEEPS_PIECES = """
    RAISE EXCEPTION 'case % stays about the same pieces, in the same group', OLD.id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'case_keeps_its_pieces';
"""
