/** The site answers. It says nothing of core-api, whose own `/ready` does. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
