/** Says that the site answers. core-api has its own `/ready`. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
