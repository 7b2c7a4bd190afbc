// Asks a SPARQL endpoint the queries in some files: node ask.mjs ENDPOINT FILE...
// Writes a JSON array with SPARQL 1.1 Query Results JSON for each.
import { readFile } from 'node:fs/promises';
import { QueryEngine } from '@comunica/query-sparql';

const [endpoint, ...files] = process.argv.slice(2);
const engine = new QueryEngine();

async function answer(query) {
  const context = { sources: [{ type: 'sparql', value: endpoint }] };
  const result = await engine.query(query, context);
  const { data } = await engine.resultToString(result, 'application/sparql-results+json');
  const chunks = [];
  for await (const chunk of data) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const answers = [];
for (const file of files) answers.push(await answer(await readFile(file, 'utf8')));
process.stdout.write(JSON.stringify(answers));
