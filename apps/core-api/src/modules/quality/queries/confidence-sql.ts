import { AGE_SPAN, MOST_POINTS } from "../policy.ts";

/**
 * `confidenceOf` of the policy, in SQL.
 *
 * @param alias of a row with is_valid, filled, is_reviewed, changed_at, open_reports
 * @param rhythm days that a feature counts as recent for
 */
export function confidenceSql(alias: string, rhythm: string): string {
  const age = `extract(epoch FROM now() - ${alias}.changed_at)::float8 / 86400`;
  const late = `least(greatest((${age} - ${rhythm}) / (${rhythm} * ${AGE_SPAN - 1}), 0), 1)`;
  return `floor(0.5 + CASE WHEN ${alias}.is_valid THEN ${MOST_POINTS.valid} ELSE 0 END + ${MOST_POINTS.complete} * ${alias}.filled::float8
    + CASE WHEN ${alias}.is_reviewed THEN ${MOST_POINTS.reviewed} ELSE 0 END + ${MOST_POINTS.recent} * (1 - ${late})
    + ${MOST_POINTS.unreported} / power(3::float8, ${alias}.open_reports))::smallint`;
}
