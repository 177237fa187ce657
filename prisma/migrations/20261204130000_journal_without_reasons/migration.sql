-- Why an agreement ended stays with the agreement, which goes a year after its end.
UPDATE audit_entries SET summary = summary - 'reason' WHERE action = 'organisation.agreement-ended' AND summary ? 'reason';
