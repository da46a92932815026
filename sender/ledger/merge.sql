-- What an account's ledger of an earlier version knows, merged into this one. Views in temp show it as the last of those versions
-- did. Its numbers are raised by {job}, {plan}, {message} and {attempt}, so that they stay in their order; names has its jobs'
-- names; {account} is the account, and {run} a run that is no more, of what was in flight.

INSERT INTO main.jobs (id, name, test, file, sheet, header, delimiter, fingerprint, planned_at, started_at, ended_at, command, stop_code, stop_text, plan, compared, changes, run)
  SELECT o.id + {job}, n.name, o.test, o.file, o.sheet, o.header, o.delimiter, o.fingerprint, o.planned_at, o.started_at, o.ended_at, {command}, o.stop_code,
  {fact:o.stop_text}, coalesce(o.plan, o.id) + {plan}, '', o.changes, {run} FROM temp.old_jobs o JOIN temp.old_names n ON n.job = o.id;

INSERT INTO main.job_accounts SELECT id + {job}, {account} FROM temp.old_jobs;

INSERT INTO main.plans (id, job, made_at, applied) SELECT id + {plan}, job + {job}, made_at, applied FROM temp.old_plans;

INSERT INTO main.messages (id, job, key, row, status, chat_id, phone_contact, first_name, middle_name, last_name, company, quoted_message_id, attempts, attempt,
  id_message, accepted_at, error_code, error, delivery, already)
  SELECT o.id + {message}, o.job + {job}, o.key, o.row, o.status, o.chat_id, o.phone_contact, o.first_name, o.middle_name, o.last_name, o.company, o.quoted_message_id,
  o.attempts, o.attempt + {attempt}, o.id_message, o.accepted_at, iif(o.error_code = 'stranger', 'unrecorded', o.error_code), {fact:o.error}, o.delivery, o.already FROM temp.old_messages o ORDER BY o.id;

INSERT INTO main.lines (plan, row, message, status, field, error_code, error, col, cell, source, list)
  SELECT o.plan + {plan}, o.row, o.message + {message}, o.status, o.field, o.error_code, {fact:o.error}, o.col, o.cell, o.source, o.list
  FROM temp.old_lines o ORDER BY o.plan, o.row;

INSERT INTO main.attempts (id, message, account, started_at, ended_at, outcome, error_code, error, id_message, wall_at, wall_end, ahead, ahead_end, looked)
  SELECT o.id + {attempt}, o.message + {message}, {account}, o.started_at, o.ended_at, o.outcome, iif(o.error_code = 'stranger', 'unrecorded', o.error_code), {fact:o.error}, o.id_message, o.wall_at, o.wall_end,
  o.ahead, o.ahead_end, o.looked FROM temp.old_attempts o ORDER BY o.id;

INSERT INTO main.in_flight (message, run, account, started_at, wall_at, ahead)
  SELECT message + {message}, {run}, {account}, started_at, wall_at, ahead FROM temp.old_in_flight;

INSERT INTO main.tally (job, status, delivery, rows) SELECT job + {job}, status, delivery, rows FROM temp.old_tally;

INSERT INTO main.reports (path, size, modified) SELECT path, size, modified FROM temp.old_reports WHERE true
  ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified WHERE excluded.modified > modified;

INSERT INTO main.not_ours (job, id_message) SELECT job + {job}, id_message FROM temp.old_not_ours;

INSERT INTO main.exclusions (job, person, list) SELECT job + {job}, person, list FROM temp.old_exclusions;

INSERT INTO main.exclude_files (job, path) SELECT job + {job}, path FROM temp.old_exclude_files;

INSERT INTO main.readings (job, reading) SELECT job + {job}, reading FROM temp.old_readings;

INSERT INTO main.successes (job, at) SELECT job + {job}, at FROM temp.old_successes;

UPDATE main.accounts SET state = o.state, queued = o.queued, read_at = o.read_at, interval = o.interval, daily_limit = o.daily_limit,
  new_chats_per_day = o.new_chats_per_day FROM temp.old_account o WHERE main.accounts.id = {account} AND o.read_at > coalesce(main.accounts.read_at, 0);

INSERT INTO main.takeovers (file, version, at, account, jobs, messages, attempts)
  SELECT '{file}', {version}, {now}, {account}, (SELECT count(*) FROM temp.old_jobs), (SELECT count(*) FROM temp.old_messages), (SELECT count(*) FROM temp.old_attempts);
