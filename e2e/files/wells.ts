/** Fictional wells of the Brélandes in a projected system (Lambert-93, EPSG:2154), handed in as a CSV that does not say which. */
export function wellsCsv(count = 40): string {
  const rows = ["numero;nom;profondeur_m;x;y"];
  for (let i = 0; i < count; i++) {
    const x = 62_000 + (i % 8) * 900 + 0.25;
    const y = 6_602_000 + Math.floor(i / 8) * 1_100 + 0.5;
    rows.push(
      `${i + 1};Puits n° ${i + 1} du Chêne;${(12 + (i % 7) * 3.5).toFixed(1).replace(".", ",")};${String(x).replace(".", ",")};${String(y).replace(".", ",")}`,
    );
  }
  return rows.join("\n");
}
