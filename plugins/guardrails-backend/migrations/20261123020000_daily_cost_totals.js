/*
 * What each project costs on each day, all services together. A summary adds up two months of every service; of 50
 * projects with 25 services that is 75,000 rows, of which these are 3,000.
 *
 * It is no fact of its own: triggers keep it at the sum of `daily_costs` in whatever transaction changes that, so no
 * writer can forget it. Whole ten-thousandths, which add up exactly on both engines. The rows that are stored already are
 * added up by the next migration.
 */

const CHARGE = 'charge:';
const isCharge = row =>
  `substr(${row}service, 1, ${CHARGE.length}) = '${CHARGE}'`;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('daily_cost_totals', table => {
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    table.date('cost_date').notNullable();
    // Negative where credits or corrections are larger than what was used.
    table.bigInteger('usage_ten_thousandths').notNullable();
    table.bigInteger('charges_ten_thousandths').notNullable();
    // A day that cost nothing is a day that is known.
    table.integer('usage_rows').notNullable();
    table.integer('charge_rows').notNullable();
    table.primary(['project_id', 'cost_date']);
  });
  if (knex.client.dialect === 'postgresql') {
    await keepOnPostgres(knex);
  } else {
    await keepOnSqlite(knex);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (knex.client.dialect === 'postgresql') {
    for (const event of ['insert', 'update', 'delete', 'truncate']) {
      await knex.raw(`drop trigger daily_costs_totals_${event} on daily_costs`);
    }
    await knex.raw('drop function guardrails_daily_cost_totals()');
  } else {
    for (const event of ['insert', 'update', 'delete']) {
      await knex.raw(`drop trigger daily_costs_totals_${event}`);
    }
  }
  await knex.schema.dropTable('daily_cost_totals');
};

/** Once for each statement and not for each row. In the order of the days, so that two writers cannot lock each other up. */
async function keepOnPostgres(knex) {
  const sums = `
    coalesce(sum(sign * (amount * 10000)::bigint) filter (where not ${isCharge(
      '',
    )}), 0)::bigint as usage_ten_thousandths,
    coalesce(sum(sign * (amount * 10000)::bigint) filter (where ${isCharge(
      '',
    )}), 0)::bigint as charges_ten_thousandths,
    coalesce(sum(sign) filter (where not ${isCharge(
      '',
    )}), 0)::integer as usage_rows,
    coalesce(sum(sign) filter (where ${isCharge(
      '',
    )}), 0)::integer as charge_rows`;
  const sumsOf = rows => `
    select project_id, cost_date, ${sums} from (${rows}) as changed
    group by project_id, cost_date order by project_id, cost_date`;
  const columns = [
    'usage_ten_thousandths',
    'charges_ten_thousandths',
    'usage_rows',
    'charge_rows',
  ];
  const addTo = (stored, added) =>
    columns
      .map(name => `${name} = ${stored}.${name} + ${added}.${name}`)
      .join(', ');
  const add = rows => `
    insert into daily_cost_totals as stored (project_id, cost_date, ${columns})
    ${sumsOf(rows)}
    on conflict (project_id, cost_date) do update set ${addTo(
      'stored',
      'excluded',
    )}`;
  const [added, removed] = [
    ['added', 1],
    ['removed', -1],
  ].map(
    ([rows, sign]) =>
      `select project_id, cost_date, service, amount, ${sign} as sign from ${rows}`,
  );
  await knex.raw(`
    create function guardrails_daily_cost_totals() returns trigger language plpgsql
    -- Whoever changes costs may look for tables elsewhere.
    set search_path from current as $$
    begin
      if tg_op = 'TRUNCATE' then
        delete from daily_cost_totals;
        return null;
      end if;
      if tg_op = 'INSERT' then
        ${add(added)};
        return null;
      end if;
      if tg_op = 'UPDATE' then
        ${add(`${added} union all ${removed}`)};
      else
        -- Not inserted where there is none: with a deleted project its totals are gone.
        update daily_cost_totals as stored set ${addTo('stored', 'gone')}
        from (${sumsOf(removed)}) as gone
        where stored.project_id = gone.project_id and stored.cost_date = gone.cost_date;
      end if;
      delete from daily_cost_totals as stored using removed
      where stored.project_id = removed.project_id and stored.cost_date = removed.cost_date
        and stored.usage_rows = 0 and stored.charge_rows = 0;
      return null;
    end
    $$
  `);
  const tables = {
    insert: 'referencing new table as added',
    update: 'referencing old table as removed new table as added',
    delete: 'referencing old table as removed',
    truncate: '',
  };
  for (const [event, referencing] of Object.entries(tables)) {
    await knex.raw(`
      create trigger daily_costs_totals_${event} after ${event} on daily_costs ${referencing}
      for each statement execute function guardrails_daily_cost_totals()
    `);
  }
}

/** SQLite has triggers for rows only. */
async function keepOnSqlite(knex) {
  const change = (row, sign) => `
    update daily_cost_totals set
      usage_ten_thousandths = usage_ten_thousandths ${sign} case when ${isCharge(
    row,
  )} then 0 else cast(round(${row}amount * 10000) as integer) end,
      charges_ten_thousandths = charges_ten_thousandths ${sign} case when ${isCharge(
    row,
  )} then cast(round(${row}amount * 10000) as integer) else 0 end,
      usage_rows = usage_rows ${sign} not (${isCharge(row)}),
      charge_rows = charge_rows ${sign} (${isCharge(row)})
    where project_id = ${row}project_id and cost_date = ${row}cost_date;`;
  const add = `
    insert into daily_cost_totals select new.project_id, new.cost_date, 0, 0, 0, 0
    where not exists (select 1 from daily_cost_totals where project_id = new.project_id and cost_date = new.cost_date);
    ${change('new.', '+')}`;
  const remove = `
    ${change('old.', '-')}
    delete from daily_cost_totals
    where project_id = old.project_id and cost_date = old.cost_date and usage_rows = 0 and charge_rows = 0;`;
  const bodies = { insert: add, update: `${add} ${remove}`, delete: remove };
  for (const [event, body] of Object.entries(bodies)) {
    await knex.raw(
      `create trigger daily_costs_totals_${event} after ${event} on daily_costs begin ${body} end`,
    );
  }
}
