import { expect, test } from "vitest";
import { exposureWarnings } from "./env.ts";

const local = {
  HOST: "127.0.0.1",
  NODE_ENV: "production",
  SMTP_URL: undefined,
  ARCHIPEL_PUBLIC_URL: "http://localhost:4000",
  ARCHIPEL_ADMIN_URL: "http://localhost:3001",
  ARCHIPEL_PORTAL_URL: "http://{slug}.localhost:3000",
} as const;

test("a start on one machine warns of nothing; one that others reach warns of missing mail and of unencrypted addresses", () => {
  expect(exposureWarnings(local)).toEqual([]);
  expect(exposureWarnings({ ...local, HOST: "0.0.0.0", SMTP_URL: "smtp://mail.example.org" })).toEqual([]);
  expect(exposureWarnings({ ...local, HOST: "0.0.0.0" })).toEqual([expect.stringContaining("SMTP_URL")]);
  // Behind a proxy the process itself listens on loopback.
  expect(exposureWarnings({ ...local, ARCHIPEL_PUBLIC_URL: "https://id.example.org" })).toEqual([expect.stringContaining("SMTP_URL")]);
  const open = {
    ...local,
    ARCHIPEL_PUBLIC_URL: "http://id.example.org",
    ARCHIPEL_PORTAL_URL: "http://{slug}.example.org",
    SMTP_URL: "smtp://mail",
  };
  expect(exposureWarnings(open)).toEqual([expect.stringContaining("ARCHIPEL_PUBLIC_URL"), expect.stringContaining("ARCHIPEL_PORTAL_URL")]);
  expect(exposureWarnings({ ...open, NODE_ENV: "development" })).toEqual([]);
});
