-- A draft's lines, told as a ledger's are. %[1]d is the job.
CREATE TEMP VIEW told AS SELECT 0 AS plan, s.row,
  CASE WHEN x.row IS NOT NULL THEN 'skipped' WHEN s.key IS NULL THEN 'invalid' END AS own,
  CASE WHEN x.row IS NOT NULL THEN 'skipped' WHEN s.key IS NULL THEN 'invalid' WHEN f.message IS NOT NULL THEN 'sending' ELSE coalesce(m.status, 'pending') END AS status,
  coalesce(b.field, '') AS field, coalesce(b.col, '') AS col, coalesce(b.cell, '') AS cell, coalesce(x.list, '') AS list, s.source, s.key IS NOT NULL AS message,
  coalesce(x.error_code, b.error_code, m.error_code, '') AS error_code, coalesce(x.error, b.error, m.error, '') AS error,
  CASE WHEN x.row IS NULL THEN m.id_message END AS id_message,
  CASE WHEN x.row IS NULL THEN m.accepted_at END AS accepted_at,
  CASE WHEN x.row IS NULL THEN coalesce(m.attempts, 0) ELSE 0 END AS attempts,
  CASE WHEN x.row IS NULL THEN coalesce(m.delivery, '') ELSE '' END AS delivery,
  coalesce(s.chat_id, '') AS chat_id, coalesce(s.phone_contact, 0) AS phone_contact, coalesce(s.first_name, '') AS first_name,
  coalesce(s.middle_name, '') AS middle_name, coalesce(s.last_name, '') AS last_name, coalesce(s.company, '') AS company,
  coalesce(s.quoted_message_id, '') AS quoted_message_id
  FROM stage.staged s LEFT JOIN stage.skips x ON x.row = s.row LEFT JOIN stage.problems b ON b.row = s.row
  LEFT JOIN main.messages m ON m.key = s.key AND m.job = %[1]d LEFT JOIN main.in_flight f ON f.message = m.id
