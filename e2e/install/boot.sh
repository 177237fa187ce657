#!/bin/bash
# Boots systemd in namespaces of its own: a copy of this machine's files that nothing outlives, and a subtree of its own in cgroup v2.
# Called by booted.ts as `boot.sh FOLDER CGROUP`. FOLDER has `etc`, the files that are added to /etc. The network is this machine's.
set -euo pipefail
folder=$1
if [ "${3:-}" != inside ]; then
  mkdir "$2"
  echo $$ > "$2/cgroup.procs"
  exec unshare --fork --pid --mount --uts --ipc --cgroup --kill-child --mount-proc "$0" "$folder" "$2" inside
fi

mount --make-rprivate /
mount -t tmpfs -o size=1g tmpfs "$folder/root"
mkdir "$folder"/root/{upper,work,merged}
mount -t overlay -o "lowerdir=/,upperdir=$folder/root/upper,workdir=$folder/root/work" overlay "$folder/root/merged"
root=$folder/root/merged
mkdir -p "$root/opt/archipel"
mount --rbind "$(dirname "$(realpath "$0")")/../.." "$root/opt/archipel"
mount -o remount,bind,ro "$root/opt/archipel"
mount -t proc proc "$root/proc"
# Settings of the kernel are those of the machine.
mount --bind -o ro "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "$root/dev/${device%:*}" c 1 "${device#*:}"; done
ln -s /proc/self/fd "$root/dev/fd"
mknod -m 666 "$root/dev/tty" c 5 0
mkdir "$root"/dev/{shm,pts,mqueue,hugepages}
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"

rm -rf "$root"/etc/systemd/system/*.wants "$root/etc/fstab" "$root/var/lib/archipel"
for unit in systemd-sysctl systemd-modules-load systemd-udevd systemd-logind systemd-tmpfiles-setup-dev systemd-tmpfiles-setup-dev-early \
  console-getty getty@tty1 systemd-timesyncd systemd-networkd; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit.service"
done
: > "$root/etc/machine-id"
cp -r "$folder/etc/." "$root/etc/"
# A root of its own, as after a boot: sandboxes of services are made from it.
cd "$root"
mkdir -p mnt/old
pivot_root . mnt/old
umount -l mnt/old
exec env -i container=archipel-test PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . /lib/systemd/systemd --system --unit=multi-user.target
