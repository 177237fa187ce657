-- The weakest role that a member holds only with a second factor; null: a password is enough for all.
ALTER TABLE communities ADD COLUMN second_factor_from text CHECK (second_factor_from IN ('moderator', 'manager'));
