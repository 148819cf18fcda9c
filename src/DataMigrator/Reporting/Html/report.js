'use strict';
(() => {
  const source = document.getElementById('findings-data');
  const view = document.getElementById('finding-view');
  if (!source || !view) return;

  const ROW = 36;          // px, as in .virtual td
  const OVERSCAN = 8;      // rows drawn beyond the edges
  const PRINTED = 500;     // rows on paper; the CSV has them all
  const WORDS = 5;         // leading columns that are numbers into words
  const { rows, words } = JSON.parse(source.textContent);
  // data column of each table column after the number: status, class, check, field, task, call, expected, found, note
  const columns = [0, 1, 2, 4, 5, 6, 7, 8, 9];
  const names = ['Status', 'What', 'Check', 'Field', 'Task', 'VoiceCall', 'Expected', 'Found', 'Note'];
  const text = (row, column) => column < WORDS ? words[rows[row][column]] : rows[row][column];

  const table = document.getElementById('finding-table');
  const body = table.tBodies[0];
  const count = document.getElementById('finding-count');
  const detail = document.getElementById('finding-detail');
  const search = document.getElementById('finding-search');
  const selects = [['finding-status', 0], ['finding-class', 1], ['finding-field', 4]].map(([id, column]) => [document.getElementById(id), column]);

  let shown = Uint32Array.from(rows.keys());
  let sorted = { column: -1, descending: false };
  let haystack = null;

  const element = (name, content, className) => {
    const e = document.createElement(name);
    if (content !== undefined) e.textContent = content;
    if (className) e.className = className;
    return e;
  };

  const pad = height => {
    const row = element('tr', undefined, 'pad');
    row.setAttribute('aria-hidden', 'true');
    const cell = element('td');
    cell.colSpan = columns.length + 1;
    cell.style.height = height + 'px';
    row.append(cell);
    return row;
  };

  const draw = (position) => {
    const index = shown[position];
    const row = element('tr');
    row.setAttribute('aria-rowindex', String(position + 2));
    const first = element('td', undefined, 'num');
    const button = element('button', String(index + 1));
    button.type = 'button';
    button.dataset.row = String(index);
    button.setAttribute('aria-label', 'Finding ' + (index + 1) + ', show in full');
    first.append(button);
    row.append(first);
    for (const column of columns) {
      const cell = element('td', undefined, column === 5 || column === 6 ? 'id' : '');
      cell.append(element('bdi', text(index, column)));
      row.append(cell);
    }
    return row;
  };

  const render = (printing) => {
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.row : undefined;
    const height = table.tHead.offsetHeight;
    const from = printing ? 0 : Math.max(0, Math.floor((view.scrollTop - height) / ROW) - OVERSCAN);
    const to = Math.min(shown.length, printing ? PRINTED : Math.ceil((view.scrollTop + view.clientHeight) / ROW) + OVERSCAN);
    const part = document.createDocumentFragment();
    if (from > 0) part.append(pad(from * ROW));
    for (let position = from; position < to; position++) part.append(draw(position));
    if (!printing && to < shown.length) part.append(pad((shown.length - to) * ROW));
    body.replaceChildren(part);
    if (focused !== undefined) {
      const again = body.querySelector('button[data-row="' + focused + '"]');
      if (again) again.focus({ preventScroll: true });
    }
  };

  const apply = () => {
    const wanted = search.value.trim().toLowerCase();
    if (wanted && !haystack) haystack = rows.map((_, row) => columns.map(column => text(row, column)).join('\n').toLowerCase());
    const chosen = selects.filter(([select]) => select.value !== '').map(([select, column]) => [Number(select.value), column]);
    const kept = [];
    for (let row = 0; row < rows.length; row++) {
      if (chosen.every(([word, column]) => rows[row][column] === word) && (!wanted || haystack[row].includes(wanted))) kept.push(row);
    }
    if (sorted.column >= 0) {
      const collator = new Intl.Collator('en', { numeric: true });
      const rank = words.map((word, i) => [word, i]).sort((a, b) => collator.compare(a[0], b[0])).reduce((ranks, [, i], position) => { ranks[i] = position; return ranks; }, []);
      const column = sorted.column;
      const order = column < WORDS
        ? (a, b) => rank[rows[a][column]] - rank[rows[b][column]]
        : (a, b) => rows[a][column] === rows[b][column] ? 0 : rows[a][column] < rows[b][column] ? -1 : 1;
      kept.sort((a, b) => (sorted.descending ? order(b, a) : order(a, b)) || a - b);
    } else if (sorted.descending) {
      kept.reverse();
    }
    shown = Uint32Array.from(kept);
    table.setAttribute('aria-rowcount', String(shown.length + 1));
    count.textContent = shown.length.toLocaleString('en') + ' of ' + rows.length.toLocaleString('en') + ' findings';
    view.scrollTop = 0;
    render(false);
  };

  const heading = (cell, column) => {
    const button = element('button', cell.textContent);
    button.type = 'button';
    cell.replaceChildren(button);
    button.addEventListener('click', () => {
      sorted = { column, descending: sorted.column === column && !sorted.descending && cell.hasAttribute('aria-sort') };
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      cell.setAttribute('aria-sort', sorted.descending ? 'descending' : 'ascending');
      apply();
    });
  };

  [...table.tHead.rows[0].cells].forEach((cell, i) => heading(cell, i === 0 ? -1 : columns[i - 1]));
  for (const [select, column] of selects) {
    const counts = new Map();
    for (const row of rows) counts.set(row[column], (counts.get(row[column]) || 0) + 1);
    for (const [word, n] of [...counts].sort((a, b) => b[1] - a[1])) {
      const option = element('option', (words[word] || '(none)') + ' (' + n.toLocaleString('en') + ')');
      option.value = String(word);
      select.append(option);
    }
    select.addEventListener('change', apply);
  }

  let waiting = 0;
  search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });

  body.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    const row = Number(button.dataset.row);
    const list = element('dl');
    columns.forEach((column, i) => {
      const value = text(row, column);
      if (value) list.append(element('dt', names[i]), element('dd', value));
    });
    detail.replaceChildren(element('h3', 'Finding ' + (row + 1)), list);
    detail.hidden = false;
  });

  let pending = false;
  view.addEventListener('scroll', () => {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => { pending = false; render(false); });
  });
  addEventListener('resize', () => render(false));
  addEventListener('beforeprint', () => render(true));
  addEventListener('afterprint', () => render(false));

  table.classList.add('virtual');
  document.getElementById('finding-filters').hidden = false;
  document.getElementById('finding-noscript').hidden = true;
  apply();
})();
