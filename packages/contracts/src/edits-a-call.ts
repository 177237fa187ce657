/** Most edits of one call about a contribution. Its own file: browsers that read it need no schema. */
export const MAX_EDITS_A_CALL = 500;
