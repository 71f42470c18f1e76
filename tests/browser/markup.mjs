// HTML and CSS by the rules: the checker of the W3C, run over every file.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * What the checker does not know yet. Each entry is one message, in full, with
 * the reason why the page is right; an entry that matches nothing is a finding,
 * so that this list never outlives its reasons. It is empty today.
 */
export const KNOWN = [
  // { message: /^CSS: “example”: Property “example” doesn't exist\.$/u, reason: "new in CSS …" },
];

const CHECKER = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
/** How long the checker may take over a batch of files. */
const PATIENCE_MS = 180_000;
/** Files given to the checker at once: bounds its memory and the command line. */
const BATCH = 400;

/** Gives `{findings, looked}` for all HTML and CSS files of the site. */
export async function checkMarkup(site, known = KNOWN) {
  const files = [...site.files].filter((file) => /\.(?:html|css)$/u.test(file));
  const used = new Set();
  const findings = [];
  for (let start = 0; start < files.length; start += BATCH) {
    for (const message of await run(site.root, files.slice(start, start + BATCH))) {
      const entry = known.find((candidate) => candidate.message.test(message.message));
      if (entry) used.add(entry);
      else findings.push(finding(site.root, message));
    }
  }
  for (const entry of known.filter((candidate) => !used.has(candidate))) {
    findings.push({ rule: "markup", page: "markup.mjs", detail: `no file causes this any longer: ${entry.message}` });
  }
  return { findings, looked: files.length };
}

function finding(root, message) {
  const file = message.url ? path.relative(root, decodeURIComponent(new URL(message.url).pathname)) : "";
  return { rule: "markup", page: file, detail: `line ${message.lastLine ?? "?"}: ${message.message}` };
}

function run(root, files) {
  const paths = files.map((file) => path.join(root, file));
  const options = ["-Xmx512m", "-jar", CHECKER, "--errors-only", "--also-check-css", "--format", "json"];
  return new Promise((resolve, reject) => {
    const checker = spawn("java", [...options, ...paths], { stdio: ["ignore", "ignore", "pipe"], timeout: PATIENCE_MS });
    const said = [];
    checker.stderr.on("data", (chunk) => said.push(chunk));
    checker.on("error", reject);
    checker.on("close", (status) => {
      const text = Buffer.concat(said).toString("utf8");
      // Status 1 means that there are messages; anything that is no list of
      // messages means that the checker itself broke down.
      try {
        const { messages } = JSON.parse(text);
        if (status !== 0 && messages.length === 0) throw new Error(`exit status ${status}`);
        resolve(messages);
      } catch (error) {
        reject(new Error(`the markup checker gave no result (${error.message}): ${text.slice(0, 2000)}`));
      }
    });
  });
}
