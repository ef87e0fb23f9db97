"""What all apps share of the database: JSON made in SQL, ids, changes of rows."""
