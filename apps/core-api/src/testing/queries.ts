import { procedures } from "../app-procedures.ts";

/** The paths of all queries. */
export const queries = procedures.flatMap(({ path, type }) => (type === "query" ? [path] : []));
