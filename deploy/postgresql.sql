-- The portal's role and database: sudo -u postgres psql -v password="'…'" -f deploy/postgresql.sql
-- The role owns its own database and nothing else; it may neither create others nor read files.
CREATE ROLE portal LOGIN PASSWORD :password
    NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 60;
CREATE DATABASE portal OWNER portal ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'uk'
    LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
ALTER ROLE portal SET statement_timeout = '60s';
ALTER ROLE portal SET idle_in_transaction_session_timeout = '60s';
