const LONGEST_SIDE = 2560;
const QUALITY = 0.85;
/** The brands of HEVC photos in a file header. The last two name the container, which may hold other codecs. */
const BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];

/** Whether a file is a HEIC photo, by its first bytes: its name and the browser's type are often wrong. AVIF does not count. */
export function isHeic(bytes: ArrayBuffer): boolean {
  const head = new TextDecoder("latin1").decode(bytes.slice(0, 64));
  if (head.slice(4, 8) !== "ftyp") return false;
  const size = new DataView(bytes).getUint32(0);
  const brands = (head.slice(8, Math.min(size, 64)).match(/.{4}/gs) ?? []).filter((_, index) => index !== 1);
  return brands.some((brand) => BRANDS.includes(brand)) && !brands.some((brand) => brand === "avif" || brand === "avis");
}

/** The photo as JPEG; null when the browser cannot decode it. Converted here because few servers have a decoder. */
export async function asJpeg(bytes: ArrayBuffer): Promise<ArrayBuffer | null> {
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/heic" })).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return drawn ? drawn.arrayBuffer() : null;
}
