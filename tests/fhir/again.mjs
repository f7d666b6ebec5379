// node again.mjs < resources.json
// Reads JSON as another language does, and writes it again.
import fs from 'node:fs';

process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0, 'utf8'))));
