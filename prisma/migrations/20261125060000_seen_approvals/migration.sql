-- Which state of the edits a verdict is about: an approval of what has changed since counts no more. Older verdicts keep counting by time.
ALTER TABLE contribution_reviews ADD COLUMN edits_version integer;
