/** Says that this site runs. Whether core-api runs is answered by its own `/ready`. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
