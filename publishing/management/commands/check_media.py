from django.core.management.base import BaseCommand, CommandError

from publishing.media import compared, named_files, remove


class Command(BaseCommand):
    help = "Removes stored files that no record names; names the files that are missing."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Remove nothing, only tell.")

    def handle(self, **options):
        orphans, missing = compared()
        if orphans and not options["dry_run"]:
            if not named_files():
                raise CommandError(
                    f"No record names any file, but {len(orphans)} are stored. Is this the right "
                    "database? Nothing was removed."
                )
            remove(orphans)
        for name in orphans:
            self.stdout.write(f"orphan: {name}")
        for name in missing:
            self.stdout.write(f"missing: {name}")
        self.stdout.write(f"{len(orphans)} orphans, {len(missing)} missing")
        if missing:
            raise CommandError("Some files are missing: bring them back from a backup.")
