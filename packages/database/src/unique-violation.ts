/** Whether a write failed because the row exists already: Prisma's P2002, or PostgreSQL's 23505 from raw SQL. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "P2002" || error.code === "23505";
}
