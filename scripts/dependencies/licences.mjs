// Which licences a package may have. The platform is published under the EUPL 1.2.
import parse from "spdx-expression-parse";

/** Licences without conditions on what is built with the package, except to keep its notice. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Packages with another licence, or with a licence that is not written as SPDX does: exactly what they say, and why that is fine. */
export const EXCEPTIONS = [
  {
    package: /^@img\/sharp-(libvips|win32|wasm32)/,
    says: /^(Apache-2\.0 AND )?LGPL-3\.0-or-later( AND MIT)?$/,
    why: "libvips is loaded as a shared library that anyone can replace, and is not changed",
  },
  {
    package: /^gdal3\.js$/,
    says: /^LGPL-2\.1-or-later$/,
    why: "a WebAssembly file that anyone can replace, run in a process of its own, not changed",
  },
  {
    package: /^lightningcss(-|$)/,
    says: /^MPL-2\.0$/,
    why: "applies to its own files, which are not changed; it only runs when the sites are built",
  },
  { package: /^axe-core$/, says: /^MPL-2\.0$/, why: "tests of accessibility, never delivered" },
  { package: /^elkjs$/, says: /^EPL-2\.0$/, why: "a part of Prisma's tools for developers, never delivered" },
  {
    package: /^jsts$/,
    says: /^\(EDL-1\.0 OR EPL-1\.0\)$/,
    why: "the Eclipse Distribution License is the BSD 3-clause licence; SPDX has no name for it",
  },
  { package: /^@fontsource-variable\//, says: /^OFL-1\.1$/, why: "fonts, delivered unchanged with their notice" },
  { package: /^@expo-google-fonts\//, says: /^MIT AND OFL-1\.1$/, why: "fonts, embedded in PDFs unchanged, delivered with their notice" },
  { package: /^cities\.json$/, says: /^CC-BY-4\.0$/, why: "names of places from GeoNames, which the basemap names as its source" },
  { package: /^caniuse-lite$/, says: /^CC-BY-4\.0$/, why: "facts about browsers, read when the sites are built" },
  { package: /^spdx-exceptions$/, says: /^CC-BY-3\.0$/, why: "a list of names that this check reads, never delivered" },
  { package: /^@visx\/vendor$/, says: /^MIT and ISC$/, why: "means MIT AND ISC" },
  { package: /^splaytree-ts$/, says: /^BDS-3-Clause$/, why: "means BSD-3-Clause, as in its file LICENSE" },
  { package: /^combine-errors$/, says: /^$/, why: "MIT, as its Readme.md says" },
  { package: /^seq-queue$/, says: /^$/, why: "MIT, as its file LICENSE says" },
];

/** Why a package may have its licence, or null if it may not. Of licences to choose from, one allowed licence is enough. */
export function licenceReason(name, licence = "") {
  const exception = EXCEPTIONS.find((some) => some.package.test(name) && some.says.test(licence));
  if (exception) return exception;
  try {
    return isAllowed(parse(licence)) ? ALLOWED : null;
  } catch {
    return null;
  }
}

function isAllowed({ license, plus, conjunction, left, right }) {
  if (license) return !plus && ALLOWED.has(license);
  return conjunction === "or" ? isAllowed(left) || isAllowed(right) : isAllowed(left) && isAllowed(right);
}
