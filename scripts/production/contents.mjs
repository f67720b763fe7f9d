// Everything that the portal keeps in a database, to compare one with what came out of its backup.

/** What belongs to tables beside their rows, each as one line of text. */
const CONTENTS = {
  constraints: `
    SELECT format('%s.%s %s %s', n.nspname, r.relname, c.conname, pg_get_constraintdef(c.oid)) AS line
      FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
     WHERE pg_get_userbyid(n.nspowner) = current_user`,
  indexes: `
    SELECT i.indexdef AS line FROM pg_indexes i JOIN pg_namespace n ON n.nspname = i.schemaname
     WHERE pg_get_userbyid(n.nspowner) = current_user`,
  triggers: `
    SELECT pg_get_triggerdef(t.oid) AS line
      FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid JOIN pg_namespace n ON n.oid = r.relnamespace
     WHERE NOT t.tgisinternal AND pg_get_userbyid(n.nspowner) = current_user`,
  functions: `
    SELECT pg_get_functiondef(p.oid) AS line FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE pg_get_userbyid(n.nspowner) = current_user`,
  sequences: `
    SELECT format('%s.%s %s', schemaname, sequencename, last_value) AS line FROM pg_sequences
     WHERE sequenceowner = current_user`,
};

/**
 * @param {import('./surroundings.mjs').Surroundings} database - while nobody writes
 * @returns {Promise<any>} equal for equal databases: by kind what belongs to the tables, and `rows`, by table how many and a digest
 */
export async function contents(database) {
  const found = {};
  for (const [what, sql] of Object.entries(CONTENTS)) {
    const rows = await database.query(sql);
    found[what] = rows.map(({ line }) => line).sort();
  }
  const tables = await database.query(
    'SELECT format($$%I.%I$$, schemaname, tablename) AS name FROM pg_tables WHERE tableowner = current_user',
  );
  found.rows = {};
  for (const { name } of tables) {
    const [row] = await database.query(
      `SELECT count(*)::int AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM ${name} t`,
    );
    found.rows[name] = row;
  }
  return found;
}
