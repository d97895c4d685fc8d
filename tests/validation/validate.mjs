// Holds pages to html-validate, and their structured data to its two validators.
//
// It takes a folder of pages and, if there is one, schema.org's vocabulary as a file.
// What it finds is written as lines of JSON: the page, the tool, the rule, the message.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

import Validator from "@adobe/structured-data-validator";
import WebAutoExtractor from "@marbec/web-auto-extractor";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import testing from "structured-data-testing-tool";
import presets from "structured-data-testing-tool/presets.js";

const [folder, vocabulary] = process.argv.slice(2);
const RULES = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    "long-title": "off", // a headline may be long: search engines cut it where they like
    "no-trailing-whitespace": "off", // a text of a story may have any
    "attribute-empty-style": "off", // alt="" is what screen readers know
    "require-sri": "off", // nothing is loaded by a page
  },
};

function* pagesIn(where) {
  for (const one of readdirSync(where, { withFileTypes: true })) {
    const path = join(where, one.name);
    if (one.isDirectory()) yield* pagesIn(path);
    else if (one.name.endsWith(".html")) yield path;
  }
}

function tell(page, tool, rule, message) {
  const named = relative(folder, page).split(sep).join("/");
  process.stdout.write(`${JSON.stringify({ page: named, tool, rule, message })}\n`);
}

const grammar = new HtmlValidate(new FileSystemConfigLoader(RULES));
const known = vocabulary ? JSON.parse(readFileSync(vocabulary, "utf-8")) : null;

async function markup(page, text) {
  const report = await grammar.validateString(text, page, RULES);
  for (const { messages } of report.results)
    for (const { ruleId, message, line } of messages)
      tell(page, "html-validate", ruleId, `${message} (line ${line})`);
}

async function cards(page, text) {
  const { Google, Facebook, Twitter } = presets;
  const asked = { presets: [Google, Facebook, Twitter] };
  const found = await testing.structuredDataTest(text, asked).catch((error) => {
    if (error.type !== "VALIDATION_FAILED") throw error;
    return error.res;
  });
  for (const { test, group, description, error } of found.failed) {
    const why = error?.message ? `: ${error.message}` : "";
    tell(page, "sdtt", test, `${group ?? "Google"}: ${description ?? test}${why}`);
  }
}

async function linkedData(page, text) {
  const read = new WebAutoExtractor({ addLocation: true, embedSource: ["jsonld"] });
  const found = read.parse(text);
  for (const { message } of found.errors ?? [])
    tell(page, "structured-data", "unreadable", message);
  for (const issue of await new Validator(known).validate(found)) {
    const way = (issue.path ?? []).map(({ type, property }) => type ?? property).join(".");
    const rule = `${issue.severity} ${(issue.fieldNames ?? []).join(" ")}`.trim();
    tell(page, "structured-data", rule, `${way}: ${issue.issueMessage}`);
  }
}

for (const page of pagesIn(folder)) {
  const text = readFileSync(page, "utf-8");
  await markup(page, text);
  if (!text.includes("application/ld+json")) continue;
  await cards(page, text);
  if (known !== null) await linkedData(page, text);
}
