/** Health check of the site. core-api has its own `/ready`. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
