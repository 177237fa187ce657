import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runToEnd } from "./processes.ts";

/**
 * Makes a certificate authority and a certificate of it.
 *
 * @param names of hosts besides localhost; a name with a star would need a third level
 * @param folder receives `fullchain.pem` and `privkey.pem`, as the shipped nginx file calls them, and `ca.pem`
 * @returns the authority's certificate, and its file
 */
export async function makeCertificate(names: readonly string[], folder: string): Promise<{ ca: string; caFile: string }> {
  const at = (name: string) => path.join(folder, name);
  const key = ["-newkey", "rsa:2048", "-nodes"];
  await runToEnd("openssl", [
    "req",
    "-x509",
    ...key,
    "-keyout",
    at("ca-key.pem"),
    "-out",
    at("ca.pem"),
    "-days",
    "2",
    "-subj",
    "/CN=Test authority",
  ]);
  await runToEnd("openssl", ["req", ...key, "-keyout", at("privkey.pem"), "-out", at("request.pem"), "-subj", "/CN=localhost"]);
  writeFileSync(at("names.cnf"), `subjectAltName=${["localhost", ...names].map((name) => `DNS:${name}`).join()},IP:127.0.0.1\n`);
  const signed = ["-req", "-in", at("request.pem"), "-CA", at("ca.pem"), "-CAkey", at("ca-key.pem"), "-CAcreateserial"];
  await runToEnd("openssl", ["x509", ...signed, "-out", at("server.pem"), "-days", "2", "-extfile", at("names.cnf")]);
  writeFileSync(at("fullchain.pem"), readFileSync(at("server.pem"), "utf8") + readFileSync(at("ca.pem"), "utf8"));
  return { ca: readFileSync(at("ca.pem"), "utf8"), caFile: at("ca.pem") };
}
