-- The database of Redress and its two roles; once, as a superuser:
--     runuser -u postgres -- psql --set ON_ERROR_STOP=1 --file docs/deploy/database.sql
-- then \password redress_owner and \password redress_app in psql.
--
-- redress_owner owns all tables and runs `manage.py migrate`, and nothing else.
-- redress_app is who web processes, workers, beat and commands are. It reads and writes rows, and
-- can neither change a table nor empty one (TRUNCATE) nor switch off a trigger: so whoever takes
-- over a web process still cannot rewrite a history that the database keeps append-only.
CREATE ROLE redress_owner LOGIN;
CREATE ROLE redress_app LOGIN;
CREATE DATABASE redress OWNER redress_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE redress FROM PUBLIC;
GRANT CONNECT ON DATABASE redress TO redress_app;
\connect redress
-- PostgreSQL 14 and older let everybody make tables here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO redress_app;
-- What migrations make from now on; nothing has been made yet.
ALTER DEFAULT PRIVILEGES FOR ROLE redress_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO redress_app;
ALTER DEFAULT PRIVILEGES FOR ROLE redress_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO redress_app;
