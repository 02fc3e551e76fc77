"""The configuration of the embedded cluster: durable, modest in memory, reachable by one socket only."""

import os
from pathlib import Path

GIBIBYTE = 1024**3
# PostgreSQL puts the memory of parallel queries into /dev/shm, of which containers give 64 MB.
ENOUGH_SHARED_MEMORY = 512 * 1024**2

RULES = "local all all scram-sha-256\n"

SETTINGS = """\
# Written by Regulars at every start. Your own choices belong into ALTER SYSTEM, which wins over this file.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = scram-sha-256
max_connections = 60

shared_buffers = {shared_buffers}MB
effective_cache_size = {cache}MB
work_mem = {work_mem}MB
maintenance_work_mem = {maintenance}MB
autovacuum_work_mem = 64MB
huge_pages = off
dynamic_shared_memory_type = {shared_memory}
jit = off

fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = off
wal_buffers = 16MB
min_wal_size = 128MB
max_wal_size = 4GB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9

random_page_cost = 1.1
max_worker_processes = {workers}
max_parallel_workers = {cores}
max_parallel_workers_per_gather = {gather}
max_parallel_maintenance_workers = {gather}

autovacuum_max_workers = 2
autovacuum_vacuum_scale_factor = 0.1
autovacuum_vacuum_insert_scale_factor = 0.1
autovacuum_analyze_scale_factor = 0.05
autovacuum_vacuum_cost_limit = 1000
idle_in_transaction_session_timeout = 30min

timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
default_text_search_config = 'pg_catalog.simple'

logging_collector = on
log_directory = '{log}'
log_filename = 'postgres-%a.log'
log_file_mode = 0600
log_rotation_age = 1d
log_truncate_on_rotation = on
log_line_prefix = '%m [%p] '
log_checkpoints = off
log_lock_waits = on
# Neither statements nor details of errors are logged: they would quote personal values.
log_min_error_statement = panic
log_error_verbosity = terse
"""


def settings(*, socket: Path, log: Path, memory: int, cores: int) -> str:
    """The text of `postgresql.conf` for a machine with so many bytes of memory and cores."""
    megabytes = memory // 1024**2
    return SETTINGS.format(
        socket=_quoted(socket),
        log=_quoted(log),
        shared_buffers=512 if memory >= 8 * GIBIBYTE else 128 if memory >= 2 * GIBIBYTE else 64,
        cache=max(256, megabytes // 2),
        work_mem=min(32, max(4, megabytes // 256)),
        maintenance=min(256, max(32, megabytes // 16)),
        shared_memory="posix" if _has_room_for_shared_memory() else "sysv",
        cores=cores,
        workers=max(8, cores),
        gather=max(1, min(4, cores // 2)) if cores > 1 else 0,
    )


def memory() -> int:
    """Bytes of memory we may use: the machine's, or the container's where that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [machine]
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            limits.append(int(Path(name).read_text(encoding="ascii")))
        except (OSError, ValueError):  # no such limit, or the word "max"
            continue
    return min(limits)


def cores() -> int:
    return os.cpu_count() or 1


def _has_room_for_shared_memory() -> bool:
    try:
        status = os.statvfs("/dev/shm")
    except OSError:  # macOS keeps it elsewhere and knows no such limit
        return True
    return status.f_blocks * status.f_frsize >= ENOUGH_SHARED_MEMORY


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
