-- Version 3. What the Tasks of a page add up to, counted as they came: reconciliation asks the source for the same without reading them all again.
-- A page staged before has none.

CREATE TABLE page_groups (
  window        INTEGER NOT NULL,
  page          INTEGER NOT NULL,              -- page.ordinal
  groups        BLOB NOT NULL,                 -- count and seconds per month of CreatedDate × CallType × OwnerId: names, then groups by the numbers of their names (PageGroups)
  PRIMARY KEY (window, page)
);
