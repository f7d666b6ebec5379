// node validate.mjs CORE DEFINITIONS < resources.json
// Reads a list of FHIR resources and writes, for each, the list of what @medplum/core finds wrong.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [core_folder, definitions] = process.argv.slice(2);
globalThis.WebSocket ??= class {}; // only its client for servers needs one
const core = createRequire(import.meta.url)(path.join(core_folder, 'dist/cjs/index.cjs'));
for (const file of ['profiles-types.json', 'profiles-resources.json']) {
  const text = fs.readFileSync(path.join(definitions, 'dist/fhir/r4', file), 'utf8');
  core.indexStructureDefinitionBundle(JSON.parse(text));
}
const said = (issue) => `${issue.severity}: ${issue.details?.text} ${issue.expression?.[0] ?? ''}`;
const found = JSON.parse(fs.readFileSync(0, 'utf8')).map((resource) => {
  try {
    return (core.validateResource(resource) ?? []).map(said);
  } catch (error) {
    return error.outcome ? error.outcome.issue.map(said) : [`fault: ${error.message}`];
  }
});
process.stdout.write(JSON.stringify(found));
