// duckdb.cjs - answers what stands on standard input: {"setup": ["sql", ...], "questions": ["select ...", ...]}; for each question a JSON line with
// its rows (whole and decimal numbers as texts, exact), or {"error": "..."}. @duckdb/node-api lies below the directory in NODE_PATH.
const { DuckDBInstance } = require("@duckdb/node-api");

async function main() {
  let text = "";
  for await (const piece of process.stdin) text += piece;
  const { setup, questions } = JSON.parse(text);
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const sql of setup) await connection.run(sql);
  for (const sql of questions) {
    try {
      const reader = await connection.runAndReadAll(sql);
      console.log(JSON.stringify({ rows: reader.getRowsJson() }));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error.message || error) }));
    }
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
