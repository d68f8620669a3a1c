-- From the lines of episode.jsonl to one row an episode. `raw` holds the lines as read: one that is no JSON object is all NULL.
CREATE TABLE lines AS
SELECT
    regexp_replace(filename, '[/\\]?episode\.jsonl$', '') AS directory,
    n AS number,
    n = max(n) OVER (PARTITION BY filename) AS last,
    * EXCLUDE (filename, n)
FROM (SELECT *, row_number() OVER (PARTITION BY filename ORDER BY sequence) AS n FROM raw);

CREATE TABLE episodes AS
WITH gathered AS (
    SELECT
        directory,
        any_value(started) FILTER (line = 'header') AS began,
        any_value(instruction) FILTER (line = 'header') AS instruction,
        any_value(json_extract_string(device, '$')) FILTER (line = 'header') AS device,
        any_value(json_extract_string(device, '$.model')) FILTER (line = 'opened') AS device_model,
        coalesce(
            any_value(json_extract_string(model, '$.name')) FILTER (line = 'opened'),
            any_value(json_extract_string(model, '$')) FILTER (line = 'header')
        ) AS model,
        any_value(json_extract_string(model, '$.fingerprint')) FILTER (line = 'opened') AS model_fingerprint,
        any_value(steps) FILTER (line = 'ended') AS asked,
        count(*) FILTER (line IN ('decided', 'unreadable')) AS replies,
        any_value(outcome) FILTER (line = 'ended') AS outcome,
        any_value(message) FILTER (line = 'ended') AS message,
        arg_max("check", number) FILTER (line IN ('ended', 'checked')) AS "check",
        arg_max(reason, number) FILTER (line = 'checked') AS reason,
        any_value(TRY_CAST(seconds AS DOUBLE)) FILTER (line = 'ended') AS seconds,
        string_agg(thought, chr(10) ORDER BY number) FILTER (line = 'decided') AS thoughts,
        string_agg(text, chr(10) ORDER BY number) FILTER (line IN ('decided', 'unreadable')) AS said,
        any_value(coalesce(json_extract_string(options, '$.apps'), json_extract_string(options, '$.app')))
            FILTER (line = 'header') AS named_apps,
        string_agg(DISTINCT json_extract_string(decisions, '$[0].action.app')) AS launched,
        string_agg(DISTINCT nullif(regexp_extract(json_extract_string(receipt, '$.sent[0]'), '^monkey -p (\S+)', 1), ''))
            AS started_apps,
        bool_or(line IS NULL AND NOT last) OR coalesce(any_value(line) FILTER (number = 1), '') <> 'header' AS broken
    FROM lines
    GROUP BY directory
)
SELECT
    directory,
    make_timestamp(CAST(began * 1000000 AS BIGINT)) AS started,
    coalesce(instruction, '') AS instruction,
    coalesce(device, '') AS device,
    coalesce(device_model, '') AS device_model,
    coalesce(model, '') AS model,
    coalesce(model_fingerprint, '') AS model_fingerprint,
    concat_ws(',', named_apps, launched, started_apps) AS apps,
    CAST(coalesce(asked, replies) AS INTEGER) AS steps,
    CASE WHEN broken THEN 'broken' ELSE coalesce(outcome, 'interrupted') END AS outcome,
    coalesce(message, '') AS message,
    coalesce("check", 'unknown') AS "check",
    coalesce(reason, '') AS reason,
    seconds,
    coalesce(thoughts, '') AS thoughts,
    coalesce(said, '') AS replies
FROM gathered;
